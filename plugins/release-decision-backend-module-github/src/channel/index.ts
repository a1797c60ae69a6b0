export * from './GitHubChannel';
export * from './OpenedDesk';
export * from './placesOf';
