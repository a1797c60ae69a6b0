export * from './CheckStore';
export * from './ProtectionStore';
