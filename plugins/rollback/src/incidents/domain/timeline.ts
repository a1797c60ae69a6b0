import {
  DecisionRecord,
  IncidentRecord,
  PlaybookStep,
  RolloutRecord,
} from '@adaptive-delivery/plugin-release-common';

export type TimelineTone = 'neutral' | 'good' | 'bad' | 'open';

/** One line of what happened, oldest first. */
export type TimelineEntry = {
  id: string;
  /** Milliseconds since the epoch; null while it has not happened. */
  at: number | null;
  title: string;
  words: string;
  tone: TimelineTone;
  /** How long it took, in seconds; null when it has no length or no end yet. */
  seconds: number | null;
};

/** From the decision to whoever was told, as far as each part is known. */
export function incidentTimeline(
  incident: IncidentRecord,
  decision: DecisionRecord | undefined,
  rollout: RolloutRecord | undefined,
): TimelineEntry[] {
  return [
    ...decided(decision),
    ...rolledOut(incident, rollout),
    detected(incident),
    ...incident.playbook.steps.map(playbookEntry),
    ...restored(incident),
    ...told(incident),
  ];
}

function decided(decision: DecisionRecord | undefined): TimelineEntry[] {
  if (!decision) {
    return [];
  }
  return [
    {
      id: 'decision',
      at: Date.parse(decision.decision.decidedAt),
      title: 'Decided',
      words: `Risk ${decision.riskScore} (${decision.band}), ${decision.strategy}, ${decision.enforcement}.`,
      tone: 'neutral',
      seconds: null,
    },
  ];
}

function rolledOut(
  incident: IncidentRecord,
  rollout: RolloutRecord | undefined,
): TimelineEntry[] {
  const exposures = (rollout?.events ?? []).filter(
    event =>
      event.kind === 'exposure' &&
      Date.parse(event.at) <= Date.parse(incident.detectedAt),
  );
  if (exposures.length === 0) {
    return [
      {
        id: 'started',
        at: Date.parse(incident.releaseStartedAt),
        title: 'Release started',
        words: `${incident.candidate.version} on ${incident.target}.`,
        tone: 'neutral',
        seconds: null,
      },
    ];
  }
  return exposures.map((event, index) => ({
    id: `exposure-${index}`,
    at: Date.parse(event.at),
    title: `${event.percent} % of the target`,
    words: event.words,
    tone: 'neutral',
    seconds: null,
  }));
}

function detected(incident: IncidentRecord): TimelineEntry {
  return {
    id: 'detected',
    at: Date.parse(incident.detectedAt),
    title: triggerTitle(incident),
    words: incident.trigger.words,
    tone: 'bad',
    seconds: null,
  };
}

/** What set the rollback off. */
export function triggerTitle(incident: IncidentRecord): string {
  switch (incident.trigger.kind) {
    case 'verdict':
      return 'Verdict: rollback';
    case 'person':
      return `By hand: ${incident.trigger.by.replace(/^user:default\//, '')}`;
    default:
      return 'The target failed';
  }
}

const stepTone: Record<PlaybookStep['outcome'], TimelineTone> = {
  pending: 'open',
  running: 'open',
  done: 'good',
  failed: 'bad',
};

function playbookEntry(step: PlaybookStep, index: number): TimelineEntry {
  const start = step.startedAt ? Date.parse(step.startedAt) : null;
  const end = step.finishedAt ? Date.parse(step.finishedAt) : null;
  return {
    id: `playbook-${index}`,
    at: start,
    title: `${step.name}: ${step.outcome}`,
    words: step.error ? `${step.words} ${step.error}` : step.words,
    tone: stepTone[step.outcome],
    seconds: start !== null && end !== null ? (end - start) / 1000 : null,
  };
}

function restored(incident: IncidentRecord): TimelineEntry[] {
  if (!incident.restoredAt) {
    return [];
  }
  return [
    {
      id: 'restored',
      at: Date.parse(incident.restoredAt),
      title: 'Verified',
      words: incident.restored
        ? `The target runs ${incident.restored.version} again.`
        : 'The rollback has ended; what the target runs is not known.',
      tone: incident.restored ? 'good' : 'open',
      seconds:
        (Date.parse(incident.restoredAt) - Date.parse(incident.detectedAt)) /
        1000,
    },
  ];
}

function told(incident: IncidentRecord): TimelineEntry[] {
  return incident.told.map((message, index) => ({
    id: `told-${index}`,
    at: Date.parse(message.at),
    title: `Told ${message.whom}`,
    words: `“${message.what}”, through ${message.via}.`,
    tone: 'neutral',
    seconds: null,
  }));
}
