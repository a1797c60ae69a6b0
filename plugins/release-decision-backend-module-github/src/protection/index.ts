export * from './Protections';
export * from './callback';
export * from './protectionAnswer';
