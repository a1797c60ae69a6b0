export * from './databaseTime';
export * from './openDatabase';
export { holdDataFolder } from './holdDataFolder';
