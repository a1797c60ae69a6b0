export * from './VexVerifier';
export * from './readTrustedKeys';
export type { TrustedKey } from './readVexDocument';
