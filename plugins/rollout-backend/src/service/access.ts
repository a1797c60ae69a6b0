import {
  rollbackExecutePermission,
  rolloutControlPermission,
} from '@adaptive-delivery/plugin-release-common';
import {
  Access,
  CallerCredentials,
} from '@adaptive-delivery/plugin-release-node';
import { Allowed } from './toApi';

/** For `may`: what the caller could do besides reading. */
export async function allowedTo(
  access: Access,
  credentials: CallerCredentials,
): Promise<Allowed> {
  return {
    control: await access.allows(credentials, rolloutControlPermission),
    rollback: await access.allows(credentials, rollbackExecutePermission),
  };
}

/** The caller as events and audits name them. */
export function nameOfCaller({ principal }: CallerCredentials): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
