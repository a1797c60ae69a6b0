export * from './FakeSlack';
export * from './Workspace';
export * from './blockLimits';
