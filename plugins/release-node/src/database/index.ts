export * from './SharedCommits';
export * from './databaseTime';
export * from './openDatabase';
export * from './rememberOnce';
export { holdDataFolder } from './holdDataFolder';
