import {
  RELEASE_SIGNAL_CHANNEL,
  ReleaseSignal,
} from '@adaptive-delivery/plugin-release-common';
import { SignalsService } from '@backstage/plugin-signals-node';

/** Hints to every open page that something changed. */
export async function publishReleaseSignal(
  signals: SignalsService,
  signal: ReleaseSignal,
): Promise<void> {
  await signals.publish({
    recipients: { type: 'broadcast' },
    channel: RELEASE_SIGNAL_CHANNEL,
    message: signal,
  });
}
