export * from './inlineEvidence';
export * from './lookQuestion';
