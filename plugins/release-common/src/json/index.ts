export * from './canonicalJson';
export * from './parseStrictJson';
