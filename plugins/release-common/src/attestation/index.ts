export * from './base64';
export * from './envelope';
export * from './keys';
export * from './pae';
export * from './verifyEnvelope';
export * from './verifySignature';
