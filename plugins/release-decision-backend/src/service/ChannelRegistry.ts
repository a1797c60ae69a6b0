import {
  DecisionChannel,
  DecisionChannelExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';

const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** The channels that modules add. */
export class ChannelRegistry implements DecisionChannelExtensionPoint {
  private readonly channels = new Map<string, DecisionChannel>();

  /** @throws Error for a name that is taken or cannot be kept. */
  addChannel(channel: DecisionChannel): void {
    const { name } = channel;
    if (!NAME.test(name)) {
      throw new Error(
        `The channel "${name}" needs a name of lower-case letters, digits and -, such as slack`,
      );
    }
    if (this.channels.has(name)) {
      throw new Error(`Two modules add a channel by the name of ${name}`);
    }
    this.channels.set(name, channel);
  }

  all(): DecisionChannel[] {
    return [...this.channels.values()];
  }

  names(): string[] {
    return [...this.channels.keys()];
  }
}
