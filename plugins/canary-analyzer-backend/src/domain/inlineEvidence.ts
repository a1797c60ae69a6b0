import {
  InlineJudgementRequest,
  InlineSeries,
} from '@adaptive-delivery/plugin-release-common';
import {
  Evidence,
  MetricEvidence,
  PerArm,
  SeriesAnswer,
  perArm,
} from '../judge/types';

const INLINE = perArm(() => 'series of the request');

function toAnswer(given: InlineSeries | null): SeriesAnswer {
  if (!given) return { kind: 'answered', series: null };
  const times: number[] = [];
  const values: number[] = [];
  given.values.forEach((value, i) => {
    if (value !== null) {
      times.push(Date.parse(given.times[i]));
      values.push(value);
    }
  });
  return { kind: 'answered', series: { times, values } };
}

/** The series of a request as evidence, in the order of its profile. */
export function inlineEvidence({
  profile,
  series,
}: InlineJudgementRequest): Evidence {
  const answers = (given: PerArm<InlineSeries | null>) =>
    perArm(arm => toAnswer(given[arm]));
  return {
    samples: answers(series.samples),
    metrics: profile.metrics.map(({ name }): MetricEvidence => {
      const given = series.metrics[name];
      return 'numerator' in given
        ? {
            kind: 'ratio',
            query: INLINE,
            numerator: answers(given.numerator),
            denominator: answers(given.denominator),
          }
        : { kind: 'mean', query: INLINE, values: answers(given.query) };
    }),
  };
}
