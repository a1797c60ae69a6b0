export * from './FileModelRuntime';
export * from './ModelDesk';
export * from './ModelRegistry';
export * from './readModels';
