export * from './mergeExample';
export * from './outcomeCounts';
