export * from './base64';
export * from './keys';
export * from './pae';
export * from './statement';
export * from './verifyBundle';
export * from './verifyEnvelope';
export * from './verifySignature';
export * from './verifyStatement';
