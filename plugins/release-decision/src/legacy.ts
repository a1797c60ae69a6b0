export { isReleaseAvailable } from '@adaptive-delivery/plugin-release-common';
export * from './legacyPlugin';
