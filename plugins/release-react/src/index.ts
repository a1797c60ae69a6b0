export * from './apis';
export * from './components';
export * from './format';
export * from './hooks';
