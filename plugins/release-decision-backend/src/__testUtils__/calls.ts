import {
  DecisionRecord,
  RolloutReport,
  Submission,
} from '@adaptive-delivery/plugin-release-common';
import { randomUUID } from 'node:crypto';
import { TestPortal, Who } from './createTestPortal';
import { COMPONENT, sampleSubmission } from './samples';

export const ROLLOUT = randomUUID();

/** Enough evidence for a release that nobody has to look at. */
export const tested = {
  tests: [
    {
      os: 'linux' as const,
      total: 10,
      failed: 0,
      skipped: 0,
      flaky: 0,
      durationSeconds: 1,
    },
  ],
  vulnerabilities: [],
};

export async function submit(
  portal: TestPortal,
  body: Submission,
): Promise<DecisionRecord> {
  const answer = await portal.as('pipeline').post('/v1/candidates').send(body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

export const release = (number: number) =>
  sampleSubmission({ number, risk: tested });

export async function report(
  portal: TestPortal,
  id: string,
  kind: RolloutReport['kind'],
  more: Partial<RolloutReport> = {},
) {
  const body: RolloutReport = {
    key: `${id}:${kind}`,
    rolloutId: ROLLOUT,
    kind,
    words: `It is ${kind}.`,
    at: '2026-11-20T12:30:00Z',
    ...more,
  };
  return portal
    .as('rollout')
    .post(`/v1/decisions/${id}/rollout-reports`)
    .send(body);
}

export const stateOf = async (portal: TestPortal, id: string) =>
  (await portal.as('owner').get(`/v1/decisions/${id}`)).body.state;

export function answerAs(
  portal: TestPortal,
  who: Who,
  record: { id: string; revision: number },
  decision: 'approve' | 'reject' = 'approve',
) {
  return portal
    .as(who)
    .post(`/v1/decisions/${record.id}/approvals`)
    .send({ decision, reason: 'I looked at it', revision: record.revision });
}

export function quarantine(sha256: string, until = '2026-11-23T12:00:00Z') {
  return {
    key: `q:${sha256}`,
    sha256: [sha256],
    component: COMPONENT,
    reason: 'p95 latency was 4 times that of the baseline',
    since: '2026-11-20T12:00:00Z',
    until,
    incidentId: '3b9e4f0a-0f0e-4f57-8d0f-5ad3f5f0a001',
  };
}
