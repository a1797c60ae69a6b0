export * from './startLoop';
