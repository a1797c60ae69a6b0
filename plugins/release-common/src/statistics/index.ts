export * from './wilsonInterval';
