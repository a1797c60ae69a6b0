import { ChannelRule } from '../config';

/** `*` stands for any text. */
function fits(globs: readonly string[], value: string): boolean {
  return globs.some(glob =>
    new RegExp(
      `^${glob
        .split(/\*+/)
        .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
    ).test(value),
  );
}

/**
 * The channel for a component: that of the first rule that fits it. The owners
 * are asked for only when a rule needs them.
 */
export async function chooseChannel(
  settings: { channel: string; channels: readonly ChannelRule[] },
  component: string,
  ownersOf: (component: string) => Promise<string[]>,
): Promise<string> {
  let owners: string[] | undefined;
  for (const rule of settings.channels) {
    if (fits(rule.components, component)) return rule.channel;
    if (rule.owners.length > 0) {
      owners ??= await ownersOf(component);
      if (owners.some(owner => fits(rule.owners, owner))) return rule.channel;
    }
  }
  return settings.channel;
}
