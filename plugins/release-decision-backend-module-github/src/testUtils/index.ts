export * from './FakeGitHub';
export * from './Repositories';
