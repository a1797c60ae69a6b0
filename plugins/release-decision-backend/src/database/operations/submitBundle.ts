import {
  ReleaseHistory,
  entitiesOf,
  partsOfBundle,
} from '@adaptive-delivery/plugin-release-common';
import { Knex } from 'knex';
import { HISTORY_LENGTH, historyOf, whyNotInBundle } from '../../domain';
import { BundleOpener, NewBundle, SubmitResult } from '../DecisionStore';
import { findActiveQuarantine } from './findActiveQuarantine';
import { findDecidedAlone, findDecidedInBundles } from './findEarlier';
import { findKnown } from './findKnown';
import { BUNDLES, lockLanes } from './lockLanes';
import { openDecision } from './openDecision';
import { readPastReleases } from './readPastReleases';
import { lockWaiting, supersede } from './supersede';

/** Stores a bundle and its decision; see `DecisionStore.submitBundle`. */
export async function submitBundle(
  trx: Knex.Transaction,
  bundle: NewBundle,
  open: BundleOpener,
  channels: readonly string[],
): Promise<SubmitResult> {
  const { submission, now } = bundle;
  const { manifest, environment } = submission;
  const builds = partsOfBundle(submission).map(({ buildInfo }) => buildInfo);
  const parts = builds.map(({ component }) => component);
  const component = manifest.component ?? parts[0];
  const lanes = entitiesOf({
    component,
    parts: manifest.parts.map(part => ({ component: part.component })),
  });
  await lockLanes(trx, [BUNDLES, ...lanes], environment);

  const entry = await findActiveQuarantine(
    trx,
    submission.builds.flatMap(({ buildInfo }) =>
      buildInfo.artifacts.map(({ sha256 }) => sha256),
    ),
    now,
  );
  if (entry) return { kind: 'quarantined', entry };
  const key = { component: BUNDLES, buildId: manifest.manifestId, environment };
  const known = await findKnown(trx, key);
  if (known) return known;

  // Locked before it is looked at, so that none is approved in between.
  const waiting = await lockWaiting(trx, parts, environment);
  const earlier = [
    ...(await findDecidedAlone(trx, builds, environment)),
    ...(await findDecidedInBundles(trx, builds, environment)),
  ];
  const why = earlier.map(whyNotInBundle).find(words => words !== null);
  if (why) return { kind: 'taken', why };

  const histories = new Map<string, ReleaseHistory | undefined>();
  for (const part of parts) {
    const lane = { component: part, environment };
    const past = await readPastReleases(trx, lane, HISTORY_LENGTH);
    histories.set(part, historyOf(past, now));
  }
  const opened = open(histories);
  const stored = await openDecision(
    trx,
    { ...bundle, key, builds },
    opened,
    channels,
  );
  const superseded =
    opened.state === 'blocked'
      ? []
      : await supersede(trx, waiting, {
          words: `A newer bundle came: ${manifest.name} (${manifest.manifestId}).`,
          at: now,
          by: bundle.submittedBy,
          channels,
        });
  return { kind: 'created', stored, superseded };
}
