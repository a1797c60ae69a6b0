import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Approvers } from './domain';
import { TrustedKey, readTrustedKeys } from './vex';
import { SourceSettings, readSourceSettings } from './policy';

export type Settings = {
  policySources: SourceSettings[];
  approvers: Approvers;
  permissionsEnabled: boolean;
  /** Whose VEX statements are believed. */
  vexKeys: TrustedKey[];
  /** Without a slash at the end. */
  portalUrl: string;
};

const REFERENCE = /^(user|group):[a-z0-9._-]+\/[a-z0-9._-]+$/;

function readApprovers(config: Config, role: 'sre' | 'security'): string[] {
  const key = `adaptiveDelivery.approvers.${role}`;
  return (config.getOptionalStringArray(key) ?? []).map((value, index) => {
    const ref = value.toLocaleLowerCase('en-US');
    if (!REFERENCE.test(ref)) {
      throw new InputError(
        `${key}[${index}] is "${value}"; write a full reference such as group:default/sre`,
      );
    }
    return ref;
  });
}

/** @throws InputError naming the key at fault and what to write. */
export function readSettings(config: Config): Settings {
  return {
    policySources: readSourceSettings(config),
    approvers: {
      sre: readApprovers(config, 'sre'),
      security: readApprovers(config, 'security'),
    },
    vexKeys: readTrustedKeys(config),
    permissionsEnabled:
      config.getOptionalBoolean('permission.enabled') ?? false,
    portalUrl: config.getString('app.baseUrl').replace(/\/+$/, ''),
  };
}
