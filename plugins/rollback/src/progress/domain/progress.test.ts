import {
  sampleMetric,
  sampleRollout,
  sampleVerdict,
  toRolloutSummary,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { controlActions } from './controls';
import { exposureHistory } from './exposure';
import { metricPanels } from './metrics';
import { rolloutToShow } from './selectRollout';
import { windowProgress } from './windows';

const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);

describe('exposureHistory', () => {
  const running = sampleRollout({
    events: [
      ...sampleRollout().events,
      {
        at: '2026-11-23T15:04:40Z',
        kind: 'verdict',
        step: 2,
        percent: 25,
        words: 'not yet sure',
        by: 'plugin:rollout',
        verdict: { id: 'v1', verdict: 'slow', cause: 'inconclusive' },
      },
    ],
  });

  it('is one point per change and reaches up to now', () => {
    const history = exposureHistory(running, at('15:06:00'));
    expect(history.points).toEqual([
      { time: at('15:00:05'), percent: 0 },
      { time: at('15:04:10'), percent: 25 },
      { time: at('15:06:00'), percent: 25 },
    ]);
    expect(history.marks).toEqual([
      {
        id: 'v1',
        verdict: 'slow',
        cause: 'inconclusive',
        time: at('15:04:40'),
        percent: 25,
        words: 'not yet sure',
      },
    ]);
  });

  it('ends a little after a rollout that has finished', () => {
    const history = exposureHistory(
      { ...running, state: 'promoted', finishedAt: '2026-11-23T15:10:05Z' },
      at('18:00:00'),
    );
    expect(history.to).toBe(at('15:10:35'));
  });

  it('has no line without events', () => {
    const history = exposureHistory(
      sampleRollout({ events: [], state: 'pending' }),
      at('15:01:00'),
    );
    expect(history).toMatchObject({
      points: [],
      marks: [],
      from: at('15:00:00'),
    });
  });
});

describe('windowProgress', () => {
  it.each([
    ['baking', 2, 2, 3],
    ['paused', 4, 4, 5],
    ['pending', 0, 0, null],
    ['rolledBack', 1, 1, null],
    ['promoting', 4, 5, null],
    ['promoted', 4, 5, null],
  ] as const)(
    'of a rollout that is %s in step index %d has %d passed',
    (state, stepIndex, passed, current) => {
      const windows = windowProgress(sampleRollout({ state, stepIndex }));
      expect(windows.passed).toBe(passed);
      expect(windows.needed).toBe(5);
      expect(windows.current?.number ?? null).toBe(current);
    },
  );

  it('says when a promote starts to count', () => {
    expect(windowProgress(sampleRollout()).current?.bakedAt).toBe(
      at('15:05:10'),
    );
  });
});

describe('metricPanels', () => {
  const names = (metrics: ReturnType<typeof sampleMetric>[]) =>
    metricPanels(sampleVerdict({ metrics })).map(panel => panel.metric.name);

  it('puts the worst first', () => {
    expect(
      names([
        sampleMetric({ name: 'fine', finding: 'healthy' }),
        sampleMetric({
          name: 'silent',
          finding: 'noData',
          criticality: 'info',
          effect: null,
        }),
        sampleMetric({ name: 'unsure', finding: 'inconclusive' }),
        sampleMetric({
          name: 'slower',
          finding: 'degraded',
          criticality: 'major',
        }),
        sampleMetric({ name: 'fails', finding: 'degraded', effect: 0.1 }),
        sampleMetric({
          name: 'sells-less',
          finding: 'degraded',
          direction: 'higherIsBetter',
          effect: -0.5,
        }),
      ]),
    ).toEqual(['sells-less', 'fails', 'slower', 'unsure', 'silent', 'fine']);
  });

  it.each([
    ['lowerIsBetter', 0.05, 0.231],
    ['higherIsBetter', 0.05, 0.131],
    ['higherIsBetter', -0.05, 0.131],
  ] as const)(
    'draws the trigger of %s with a bound of %d at %d',
    (direction, bound, trigger) => {
      const [panel] = metricPanels(
        sampleVerdict({ metrics: [sampleMetric({ direction, bound })] }),
      );
      expect(panel.trigger).toBeCloseTo(trigger);
      expect(panel.normal?.low).toBeCloseTo(0.131);
    },
  );

  it('draws no trigger where none is known, and keeps missing values null', () => {
    const memory = metricPanels(sampleVerdict()).find(
      panel => panel.metric.name === 'memory',
    );
    expect(memory).toMatchObject({
      trigger: null,
      normal: null,
      candidate: [null, null],
    });
  });

  it('has no series for a metric that was not drawn', () => {
    const [panel] = metricPanels(sampleVerdict({ plot: [] }));
    expect(panel).toMatchObject({ times: [], candidate: [], baseline: [] });
  });
});

describe('rolloutToShow', () => {
  const done = toRolloutSummary(
    sampleRollout({ id: 'done', state: 'promoted' }),
  );
  const running = toRolloutSummary(sampleRollout({ id: 'running' }));
  it.each([
    [[done, running], 'running'],
    [[done], 'done'],
    [[], undefined],
  ])('is the one in flight, else the newest', (rollouts, shown) => {
    expect(rolloutToShow(rollouts)).toBe(shown);
  });
});

describe('controlActions', () => {
  const may = {
    pause: false,
    resume: false,
    promote: false,
    abort: false,
    rollback: false,
  };
  const names = (changes: Partial<typeof may>) =>
    controlActions(sampleRollout({ may: { ...may, ...changes } })).map(
      action => action.name,
    );

  it('are those the caller may take', () => {
    expect(names({})).toEqual([]);
    expect(names({ pause: true, abort: true })).toEqual(['pause', 'abort']);
    expect(names({ rollback: true })).toEqual(['rollback']);
    expect(names({ abort: true, rollback: true })).toEqual(['abort']);
  });
});
