export * from './wilsonInterval';
export * from './portable';
