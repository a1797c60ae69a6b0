export { permissionModuleRelease as default } from './module';
export { ReleasePermissionPolicy } from './ReleasePermissionPolicy';
export { readRoles } from './roles';
export type { RoleName, Roles } from './roles';
