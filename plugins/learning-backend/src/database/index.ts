export * from './DatabaseExampleStore';
export * from './ExampleStore';
export { OUTCOMES_CURSOR } from './outcomesCursor';
