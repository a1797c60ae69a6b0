export { permissionModuleRelease as default } from './module';
export { ReleasePermissionPolicy } from './ReleasePermissionPolicy';
export type { WithParents } from './ReleasePermissionPolicy';
