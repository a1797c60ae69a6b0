import { publishReleaseSignal } from '@adaptive-delivery/plugin-release-node';
import {
  ReleaseSignal,
  RiskDecision,
  entitiesOf,
} from '@adaptive-delivery/plugin-release-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';

export type Announce = (signal: ReleaseSignal) => Promise<void>;

/** Tells the pages of every entity that a decision is about. */
export async function announceDecision(
  announce: Announce,
  { id, decision }: { id: string; decision: Pick<RiskDecision, 'candidate'> },
): Promise<void> {
  for (const entityRef of entitiesOf(decision.candidate)) {
    await announce({ entityRef, kind: 'decision', id });
  }
}

/** Hints to open pages; one that is lost is made up for by their slow polling. */
export function createAnnounce(deps: {
  signals: SignalsService;
  logger: LoggerService;
}): Announce {
  return async signal => {
    try {
      await publishReleaseSignal(deps.signals, signal);
    } catch (error) {
      deps.logger.warn(
        `Open pages could not be told of ${signal.kind} ${signal.id}: ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
  };
}
