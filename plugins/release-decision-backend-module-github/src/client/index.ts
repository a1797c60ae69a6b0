export * from './GitHubApi';
export * from './GitHubFault';
