import express from 'express';
import fc from 'fast-check';
import request from 'supertest';
import { createPrometheusRouter } from './prometheusRouter';
import { SeriesStore } from './SeriesStore';

const T0 = Date.parse('2026-11-23T12:00:00Z');
const seconds = T0 / 1000;

function start(samples: Array<[number, number]>, now = T0 + 60_000) {
  const store = new SeriesStore();
  for (const [at, value] of samples) {
    store.record(
      { __name__: 'x', track: 'candidate', version: '2.0.0' },
      T0 + at * 1000,
      value,
    );
  }
  const app = express();
  app.use('/api/v1', createPrometheusRouter({ source: store, now: () => now }));
  return { app, store };
}

const range = (app: express.Express, query: Record<string, string | number>) =>
  request(app).get('/api/v1/query_range').query(query);

describe('query_range', () => {
  it('answers one point per step from start to end inclusive, with the newest sample before it', async () => {
    const { app } = start([
      [0, 1],
      [1.5, 2],
      [4, 3],
    ]);
    const { body, status } = await range(app, {
      query: 'x{track="candidate"}',
      start: seconds,
      end: '2026-11-23T12:00:06Z',
      step: '2s',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'x', track: 'candidate', version: '2.0.0' },
            values: [
              [seconds, '1'],
              [seconds + 2, '2'],
              [seconds + 4, '3'],
              [seconds + 6, '3'],
            ],
          },
        ],
      },
    });
  });

  it('takes the same parameters as a form', async () => {
    const { app } = start([[0, 7]]);
    const { body } = await request(app)
      .post('/api/v1/query_range')
      .type('form')
      .send({ query: 'x', start: seconds, end: seconds, step: 1 });
    expect(body.data.result[0].values).toEqual([[seconds, '7']]);
  });

  it('gives no value after a stale marker, nor long after the last sample', async () => {
    const { app, store } = start([
      [0, 1],
      [1, 2],
    ]);
    store.markStale({ track: 'candidate' }, T0 + 2_500);
    store.record(
      { __name__: 'x', track: 'candidate', version: '2.0.0' },
      T0 + 4_000,
      5,
    );
    const { body } = await range(app, {
      query: 'x',
      start: seconds,
      end: seconds + 30,
      step: 1,
    });
    expect(
      body.data.result[0].values.map(([time]: [number]) => time - seconds),
    ).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it('answers an empty matrix for a series that is not there', async () => {
    const { app } = start([[0, 1]]);
    const ask = (query: string, from: number) =>
      range(app, { query, start: from, end: from + 5, step: 1 });
    for (const answer of [
      await ask('y', seconds),
      await ask('x{track="baseline"}', seconds),
      await ask('x', seconds - 100),
      await ask('x', seconds + 100),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.body.data.result).toEqual([]);
    }
  });

  it.each([
    [
      { start: seconds, end: seconds - 1, step: 1 },
      /end timestamp must not be before/,
    ],
    [
      { start: seconds, end: seconds, step: 0 },
      /zero or negative query resolution/,
    ],
    [
      { start: seconds, end: seconds, step: -5 },
      /zero or negative query resolution/,
    ],
    [{ start: 'yesterday', end: seconds, step: 1 }, /"start".*valid timestamp/],
    [{ start: seconds, end: '', step: 1 }, /"end".*valid timestamp/],
    [
      { start: seconds, end: seconds, step: '5 apples' },
      /"step".*valid duration/,
    ],
    [{ start: seconds, end: seconds }, /"step".*valid duration/],
    [
      { start: seconds - 11_001, end: seconds, step: 1 },
      /maximum resolution of 11,000/,
    ],
    [
      { query: 'sum(x)', start: seconds, end: seconds, step: 1 },
      /plain selectors/,
    ],
    [
      { query: '', start: seconds, end: seconds, step: 1 },
      /no expression found/,
    ],
  ])('refuses %j as Prometheus does', async (query, words) => {
    const { app } = start([[0, 1]]);
    const { status, body } = await range(app, { query: 'x', ...query });
    expect(status).toBe(400);
    expect(body).toEqual({
      status: 'error',
      errorType: 'bad_data',
      error: expect.stringMatching(words),
    });
  });

  it('agrees with a look at every sample, for any samples and any range', async () => {
    const LOOKBACK = 10;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1 }),
        fc.integer({ min: -20, max: 60 }),
        fc.integer({ min: 1, max: 7 }),
        async (times, from, step) => {
          const samples = [...times]
            .sort((a, b) => a - b)
            .map((t): [number, number] => [t, t * 10]);
          const { app } = start(samples);
          const { body } = await range(app, {
            query: 'x',
            start: seconds + from,
            end: seconds + 60,
            step,
          });
          const expected: Array<[number, string]> = [];
          for (let t = from; t <= 60; t += step) {
            const seen = samples.filter(([s]) => s <= t && s > t - LOOKBACK);
            if (seen.length) {
              expected.push([seconds + t, String(seen[seen.length - 1][1])]);
            }
          }
          expect(body.data.result[0]?.values ?? []).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('query', () => {
  it('answers the value now, or at a time', async () => {
    const { app } = start(
      [
        [0, 1],
        [5, 2],
      ],
      T0 + 6_000,
    );
    const now = await request(app).get('/api/v1/query').query({ query: 'x' });
    expect(now.body.data).toEqual({
      resultType: 'vector',
      result: [{ metric: expect.anything(), value: [seconds + 6, '2'] }],
    });
    const then = await request(app)
      .get('/api/v1/query')
      .query({ query: 'x', time: seconds + 1 });
    expect(then.body.data.result[0].value).toEqual([seconds + 1, '1']);
  });
});
