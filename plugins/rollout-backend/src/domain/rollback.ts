import {
  PlaybookStep,
  RollbackRecord,
  SCHEMA_VERSION,
} from '@adaptive-delivery/plugin-release-common';
import { Release } from '@adaptive-delivery/plugin-release-node';
import {
  Playbook,
  keepExposure,
  returnToStable,
} from '../playbooks/returnToStable';
import { Trigger } from './look';
import { changed, eventOf, result, secondsAfter } from './move';
import {
  Circumstances,
  Effect,
  PORTAL,
  Rollout,
  Run,
  Transition,
  digestsOf,
  nameOf,
} from './rollout';
import { plainWords } from './words';

/**
 * Something is wrong: opens the incident (or takes up the one there is) and
 * sets the rollback going. The digests are quarantined here, at detection and
 * in the same transaction, not when the rollback has ended: it may take long
 * or fail, and meanwhile nobody shall release the same artifact elsewhere.
 */
export function beginRollback(
  run: Run,
  trigger: Trigger,
  circumstances: Circumstances,
): Transition {
  const { now } = circumstances;
  const before = run.rollout;
  const until = secondsAfter(now, before.plan.coolDownHours * 3600);
  const rollout = changed(before, {
    state: 'rollingBack',
    stateReason: trigger.words,
    pausedFrom: null,
    hold: null,
    rollbackAttempt: before.rollbackAttempt + 1,
    dueAt: now,
    finishedAt: null,
  });
  const opened =
    run.incident ?? newIncident(run.rollout, trigger, circumstances);
  const incident: RollbackRecord = {
    ...opened,
    state: 'rollingBack',
    playbook: {
      name: returnToStable.name,
      version: returnToStable.version,
      steps: [
        ...opened.playbook.steps.filter(step => step.outcome !== 'pending'),
        ...freshSteps(returnToStable, opened.quarantine !== null, now),
      ],
    },
    quarantine: opened.quarantine ?? {
      sha256: digestsOf(rollout.candidate),
      until: until.toISOString(),
    },
  };
  const effects: Effect[] = [];
  if (!opened.quarantine) {
    effects.push({
      kind: 'quarantine',
      sha256: digestsOf(rollout.candidate),
      reason: plainWords(
        `${nameOf(rollout)} was taken back from ${rollout.target}: ${
          trigger.words
        }`,
        2000,
      ),
      until,
    });
  }
  effects.push({
    kind: 'notice',
    key: `rollingBack:${rollout.rollbackAttempt}`,
    severity: 'high',
    title: `${nameOf(rollout)} is being rolled back`,
    description: trigger.words,
  });
  return result(
    { rollout, incident },
    [eventOf(rollout, now, 'rollingBack', trigger.words, { by: trigger.by })],
    effects,
  );
}

/** A bad verdict where going back is not safe: stops, keeps the exposure, asks. */
export function freeze(
  run: Run,
  trigger: Trigger,
  circumstances: Circumstances,
): Transition {
  const { now } = circumstances;
  const words = plainWords(
    `${trigger.words} The policy forbids an automatic rollback here, so it ` +
      `stays at ${run.rollout.percent} %. Abort to roll back all the same, or promote by hand.`,
    2000,
  );
  const rollout = changed(run.rollout, {
    state: 'frozen',
    stateReason: words,
    hold: null,
    dueAt: null,
  });
  const incident: RollbackRecord = {
    ...(run.incident ?? newIncident(run.rollout, trigger, circumstances)),
    state: 'frozen',
  };
  return result(
    { rollout, incident },
    [eventOf(rollout, now, 'frozen', words)],
    [
      { kind: 'report', report: 'frozen', words },
      {
        kind: 'notice',
        key: `frozen:${rollout.stepIndex}:${rollout.look}`,
        severity: 'critical',
        title: `${nameOf(rollout)} is frozen and waits for a person`,
        description: words,
      },
    ],
  );
}

function newIncident(
  rollout: Rollout,
  trigger: Trigger,
  { now, newIncidentId }: Circumstances,
): RollbackRecord {
  return {
    schemaVersion: SCHEMA_VERSION,
    incidentId: newIncidentId,
    rolloutId: rollout.id,
    decisionId: rollout.decisionId,
    candidate: rollout.candidate,
    target: rollout.target,
    restored: null,
    trigger,
    exposurePercentAtDetection: rollout.percent,
    releaseStartedAt: (rollout.startedAt ?? rollout.createdAt).toISOString(),
    detectedAt: now.toISOString(),
    restoredAt: null,
    state: 'rollingBack',
    playbook: {
      name: keepExposure.name,
      version: keepExposure.version,
      steps: [],
    },
    quarantine: null,
    told: [],
  };
}

function freshSteps(
  playbook: Playbook,
  alreadyQuarantined: boolean,
  now: Date,
): PlaybookStep[] {
  return playbook.steps
    .filter(step => step.action !== 'quarantine' || !alreadyQuarantined)
    .map(step => {
      const done = step.action === 'quarantine';
      return {
        name: step.name,
        words: step.words,
        startedAt: done ? now.toISOString() : null,
        finishedAt: done ? now.toISOString() : null,
        outcome: done ? 'done' : 'pending',
      };
    });
}

/** The step of the playbook that is next or under way; undefined when all are done. */
export function openPlaybookStep(incident: RollbackRecord) {
  const step = incident.playbook.steps.find(
    item => item.outcome === 'pending' || item.outcome === 'running',
  );
  return (
    step && {
      ...step,
      action: returnToStable.steps.find(item => item.name === step.name)
        ?.action,
    }
  );
}

function withOpenStep(
  incident: RollbackRecord,
  changes: Partial<PlaybookStep>,
): RollbackRecord {
  const open = incident.playbook.steps.findIndex(
    item => item.outcome === 'pending' || item.outcome === 'running',
  );
  return {
    ...incident,
    playbook: {
      ...incident.playbook,
      steps: incident.playbook.steps.map((step, index) =>
        index === open ? { ...step, ...changes } : step,
      ),
    },
  };
}

function incidentOf(run: Run): RollbackRecord {
  if (!run.incident) {
    throw new Error(
      `Rollout ${run.rollout.id} is rolling back without an incident`,
    );
  }
  return run.incident;
}

export function playbookStepStarted(run: Run, now: Date): Transition {
  return result({
    ...run,
    incident: withOpenStep(incidentOf(run), {
      outcome: 'running',
      startedAt: now.toISOString(),
    }),
  });
}

export function playbookStepDone(
  run: Run,
  done: { percent: number; words?: string },
  now: Date,
): Transition {
  const open = openPlaybookStep(incidentOf(run));
  const incident = withOpenStep(incidentOf(run), {
    outcome: 'done',
    finishedAt: now.toISOString(),
    ...(done.words ? { words: plainWords(done.words, 500) } : {}),
  });
  return result(
    {
      incident,
      rollout: {
        ...run.rollout,
        hold: null,
        percent: done.percent,
        dueAt: now,
      },
    },
    [],
    [
      {
        kind: 'ledger',
        entry: 'rollback.step',
        payload: { incidentId: incident.incidentId, step: open?.name ?? null },
      },
    ],
  );
}

/** The target was seen to be what it was before. */
export function rolledBack(
  run: Run,
  stable: Release | null,
  now: Date,
): Transition {
  const { rollout: before } = run;
  const done = withOpenStep(incidentOf(run), {
    outcome: 'done',
    finishedAt: now.toISOString(),
  });
  const back = stable
    ? `${before.target} runs ${stable.version} again`
    : `${before.target} runs nothing again, as before`;
  const words = plainWords(`${back}. ${done.trigger.words}`, 2000);
  const rollout = changed(before, {
    state: 'rolledBack',
    stateReason: words,
    percent: 0,
    hold: null,
    dueAt: null,
    finishedAt: now,
  });
  const incident: RollbackRecord = {
    ...done,
    state: 'rolledBack',
    restoredAt: now.toISOString(),
    restored: stable && {
      version: stable.version,
      sha256: stable.sha256.length === 1 ? stable.sha256[0] : null,
    },
  };
  return result(
    { rollout, incident },
    [eventOf(rollout, now, 'rolledBack', words)],
    [
      { kind: 'report', report: 'rolledBack', words },
      {
        kind: 'notice',
        key: `rolledBack:${rollout.rollbackAttempt}`,
        severity: 'high',
        title: `${nameOf(rollout)} was rolled back`,
        description: words,
      },
    ],
  );
}

/** A step of the playbook cannot be done: says what was reached, and pages. */
export function rollbackFailed(
  run: Run,
  reason: string,
  now: Date,
): Transition {
  const before = incidentOf(run);
  const open = openPlaybookStep(before);
  const reached = before.playbook.steps
    .filter(step => step.outcome === 'done')
    .map(step => step.name);
  const words = plainWords(
    `"${open?.name ?? 'The rollback'}" failed: ${reason} Reached: ${
      reached.join(', ') || 'nothing'
    }. Look at ${run.rollout.target}, then roll back again.`,
    2000,
  );
  const rollout = changed(run.rollout, {
    state: 'rollbackFailed',
    stateReason: words,
    hold: null,
    dueAt: null,
  });
  const incident: RollbackRecord = {
    ...withOpenStep(before, {
      outcome: 'failed',
      finishedAt: now.toISOString(),
      error: plainWords(reason, 2000),
    }),
    state: 'rollbackFailed',
  };
  return result(
    { rollout, incident },
    [eventOf(rollout, now, 'rollbackFailed', words, { by: PORTAL })],
    [
      { kind: 'report', report: 'rollbackFailed', words },
      {
        kind: 'notice',
        key: `rollbackFailed:${rollout.rollbackAttempt}`,
        severity: 'critical',
        title: `The rollback of ${nameOf(rollout)} FAILED`,
        description: words,
      },
    ],
  );
}
