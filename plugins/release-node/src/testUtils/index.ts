export * from './hostile';
export * from './MemoryDesk';
export * from './sampleRecord';
