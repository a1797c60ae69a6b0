import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What `adaptiveDelivery.approvals` adds to the permission to approve. */
export type ApprovalRules = {
  /** Nobody approves or overrides what they wrote themselves. */
  notAuthor: boolean;
  /** Whoever approves only through these holders does so below their score. */
  riskBelow: ReadonlyMap<string, number>;
};

const KEY = 'adaptiveDelivery.approvals';
const HOLDER = /^(user|group):[a-z0-9._-]+\/[a-z0-9._-]+$/;

function readCeiling(config: Config, index: number): [string, number] {
  const key = `${KEY}.riskBelow[${index}]`;
  const holder = config.getString('holder').toLocaleLowerCase('en-US');
  if (!HOLDER.test(holder)) {
    throw new InputError(
      `${key}.holder is "${holder}"; write a user or a group as user:namespace/name or group:namespace/name`,
    );
  }
  const score = config.getNumber('score');
  if (!(score >= 0 && score <= 100)) {
    throw new InputError(
      `${key}.score is ${score}; write a risk score from 0 to 100`,
    );
  }
  return [holder, score];
}

/** @throws InputError naming the key at fault. */
export function readApprovalRules(root: Config): ApprovalRules {
  const config = root.getOptionalConfig(KEY);
  const ceilings = config?.getOptionalConfigArray('riskBelow') ?? [];
  return {
    notAuthor: config?.getOptionalBoolean('notAuthor') ?? false,
    riskBelow: new Map(ceilings.map(readCeiling)),
  };
}
