import { JudgementRequest } from '@adaptive-delivery/plugin-release-common';
import { RangeQuery, Series } from '@adaptive-delivery/plugin-release-node';
import { WINDOW, profileOf, ratioMetric, slotTimes } from './evidence';

export const ROLLOUT_ID = '5b1d7f0e-2c44-4b1f-8f6a-1f0a9f1c2140';
export const NOW = '2026-11-23T15:05:01.000Z';

export function requestOf(
  over: Partial<JudgementRequest> = {},
): JudgementRequest {
  return {
    profile: profileOf(ratioMetric()),
    arms: {
      candidate: { component: 'payments-service', track: 'candidate' },
      baseline: { component: 'payments-service', track: 'baseline' },
    },
    window: {
      start: WINDOW.start.toISOString(),
      end: WINDOW.end.toISOString(),
    },
    minSamples: 500,
    ...over,
  };
}

/** A source in which the candidate has this share of errors, of 10 requests a second. */
export function answering(candidateErrors: number) {
  return async ({ query }: RangeQuery): Promise<Series> => {
    const isCandidate = query.includes('track="candidate"');
    const share = isCandidate ? candidateErrors : 0.002;
    const rate = query.includes('errors') ? 10 * share : 10;
    return { times: slotTimes, values: slotTimes.map(() => rate) };
  };
}
