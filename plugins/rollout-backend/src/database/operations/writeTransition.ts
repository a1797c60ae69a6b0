import {
  QuarantineRequest,
  RolloutReport,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReleaseNotice,
  appendToLedger,
  enqueue,
} from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { Effect, Rollout, Run, Transition, plainWords } from '../../domain';
import { LostClaimError } from '../RolloutStore';
import { toRow } from '../rows';
import { writeQuarantine } from './quarantine';

export type WriteOptions = {
  before: Run;
  transition: Transition;
  now: Date;
  /** The row must carry this one; it gets `newEpoch`. */
  epoch: number;
  newEpoch?: number;
  noticeChannels: readonly string[];
};

/** Writes a transition and all that comes of it. */
export async function writeTransition(
  trx: Knex.Transaction,
  options: WriteOptions,
): Promise<void> {
  const { before, transition, epoch, newEpoch = epoch } = options;
  const { rollout, incident } = transition.run;
  const rows = await trx('rollout')
    .where({ id: rollout.id, epoch })
    .update(toRow(rollout, newEpoch));
  if (rows !== 1) throw new LostClaimError(rollout.id, epoch);

  if (incident && incident !== before.incident) {
    await trx('incident')
      .insert({
        id: incident.incidentId,
        rollout_id: rollout.id,
        entity_ref: rollout.entityRef,
        record: JSON.stringify(incident),
      })
      .onConflict('rollout_id')
      .merge(['record']);
  }
  for (const event of transition.events) {
    await trx('rollout_event').insert({
      rollout_id: rollout.id,
      kind: event.kind,
      body: JSON.stringify(event),
    });
    await appendToLedger(trx, {
      at: options.now,
      kind: `rollout.${event.kind}`,
      subject: rollout.id,
      payload: {
        decisionId: rollout.decisionId,
        target: rollout.target,
        state: rollout.state,
        epoch: newEpoch,
        event,
      },
    });
  }
  for (const effect of transition.effects) {
    await writeEffect(trx, effect, options);
  }
}

async function writeEffect(
  trx: Knex.Transaction,
  effect: Effect,
  options: WriteOptions,
): Promise<void> {
  const { now } = options;
  const { rollout, incident } = options.transition.run;
  switch (effect.kind) {
    case 'report': {
      const key = `${rollout.id}:${effect.report}`;
      const body: RolloutReport = {
        key,
        rolloutId: rollout.id,
        kind: effect.report,
        words: plainWords(effect.words, 2000),
        at: now.toISOString(),
      };
      await tellDecide(
        trx,
        rollout,
        key,
        `/v1/decisions/${rollout.decisionId}/rollout-reports`,
        body,
      );
      break;
    }
    case 'quarantine': {
      const entry = {
        component: rollout.entityRef,
        sha256: effect.sha256,
        reason: effect.reason,
        incidentId: incident?.incidentId ?? null,
      };
      const key = `${rollout.id}:quarantine:${rollout.rollbackAttempt}`;
      const body: QuarantineRequest = {
        ...entry,
        key,
        since: now.toISOString(),
        until: effect.until.toISOString(),
      };
      await writeQuarantine(trx, {
        ...entry,
        since: now,
        until: effect.until,
        toldAs: key,
      });
      await tellDecide(trx, rollout, key, '/v1/quarantine', body);
      await appendToLedger(trx, {
        at: now,
        kind: 'quarantine.added',
        subject: rollout.id,
        payload: body,
      });
      break;
    }
    case 'notice':
      await writeNotice(trx, effect, options);
      break;
    default:
      await appendToLedger(trx, {
        at: now,
        kind: effect.entry,
        subject: rollout.id,
        payload: effect.payload,
      });
  }
}

async function tellDecide(
  trx: Knex.Transaction,
  rollout: Rollout,
  key: string,
  path: string,
  body: unknown,
): Promise<void> {
  await enqueue(trx, {
    key,
    lane: rollout.decisionId,
    pluginId: 'release-decision',
    method: 'POST',
    path,
    body,
  });
}

async function writeNotice(
  trx: Knex.Transaction,
  effect: Extract<Effect, { kind: 'notice' }>,
  { transition, noticeChannels }: WriteOptions,
): Promise<void> {
  const { rollout, incident } = transition.run;
  const [kind, rest] = rollout.entityRef.split(':');
  const notice: ReleaseNotice = {
    key: `${rollout.id}:${effect.key}`,
    entityRef: rollout.entityRef,
    severity: effect.severity,
    title: effect.title,
    description: effect.description,
    link: `/catalog/${rest.split('/')[0]}/${kind}/${
      rest.split('/')[1]
    }/releases`,
  };
  for (const channel of noticeChannels) {
    await trx('notice')
      .insert({
        key: notice.key,
        channel,
        rollout_id: rollout.id,
        incident_id: incident?.incidentId ?? null,
        body: JSON.stringify(notice),
        attempts: 0,
        due_at: 0,
      })
      .onConflict(['key', 'channel'])
      .ignore();
  }
}
