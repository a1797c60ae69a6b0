import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

export const portalRoles = [
  'viewer',
  'approver',
  'operator',
  'releaseManager',
  'policyAuthor',
  'administrator',
] as const;
export type RoleName = (typeof portalRoles)[number];

/** Stands for every signed-in person in the list of a role. */
export const EVERYONE = '*';

/**
 * Stands for whoever owns the component in question, in the list of a role
 * whose permissions are about one decision.
 */
export const COMPONENT_OWNER = 'owner';

/** Entity refs of the users and groups that hold each role. */
export type Roles = Record<RoleName, ReadonlySet<string>>;

const KEY = 'adaptiveDelivery.roles';
const ROLES_OF_OWNERS: readonly RoleName[] = ['viewer', 'approver'];
const HOLDER = /^(user|group):[a-z0-9._-]+\/[a-z0-9._-]+$/;

function readHolders(config: Config | undefined, role: RoleName) {
  const holders = config?.getOptionalStringArray(role);
  if (!holders) return new Set(role === 'viewer' ? [EVERYONE] : []);
  return new Set(
    holders.map((holder, index) => {
      const ref = holder.toLocaleLowerCase('en-US');
      const mayBeOwner = ROLES_OF_OWNERS.includes(role);
      const isWord =
        ref === EVERYONE || (mayBeOwner && ref === COMPONENT_OWNER);
      if (!isWord && !HOLDER.test(ref)) {
        throw new InputError(
          `${KEY}.${role}[${index}] is "${holder}"; write a user or a group ` +
            `as user:namespace/name or group:namespace/name, or "${EVERYONE}" ` +
            `for every signed-in person${
              mayBeOwner
                ? `, or "${COMPONENT_OWNER}" for whoever owns the component`
                : ''
            }`,
        );
      }
      return ref;
    }),
  );
}

/**
 * Reads `adaptiveDelivery.roles`. A role that is not named has no holders,
 * except `viewer`, which everybody who signed in then is.
 *
 * @throws InputError naming the key at fault.
 */
export function readRoles(root: Config): Roles {
  const config = root.getOptionalConfig(KEY);
  const unknown = config
    ?.keys()
    .find(key => !portalRoles.includes(key as RoleName));
  if (unknown) {
    throw new InputError(
      `${KEY}.${unknown} is no role; the roles are ${portalRoles.join(', ')}`,
    );
  }
  return {
    viewer: readHolders(config, 'viewer'),
    approver: readHolders(config, 'approver'),
    operator: readHolders(config, 'operator'),
    releaseManager: readHolders(config, 'releaseManager'),
    policyAuthor: readHolders(config, 'policyAuthor'),
    administrator: readHolders(config, 'administrator'),
  };
}

/** Whether one of a person's ownership refs holds the role. */
export function holdsRole(
  roles: Roles,
  role: RoleName,
  ownershipEntityRefs: readonly string[],
): boolean {
  return (
    roles[role].has(EVERYONE) ||
    ownershipEntityRefs.some(ref =>
      roles[role].has(ref.toLocaleLowerCase('en-US')),
    )
  );
}
