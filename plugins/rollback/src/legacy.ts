export * from './legacyPlugin';
