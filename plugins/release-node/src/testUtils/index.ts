export * from './MemoryDesk';
export * from './sampleRecord';
