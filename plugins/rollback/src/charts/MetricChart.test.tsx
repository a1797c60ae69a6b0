import {
  sampleMetric,
  sampleVerdict,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { render } from '@testing-library/react';
import { metricPanels } from '../progress/domain/metrics';
import MetricChart from './MetricChart';

const times = [0, 10, 20, 30, 40].map(
  seconds => `2026-11-23T15:04:${String(seconds).padStart(2, '0')}Z`,
);

function draw(candidate: Array<number | null>, baseline: Array<number | null>) {
  const [panel] = metricPanels(
    sampleVerdict({
      window: { start: times[0], end: times[4] },
      metrics: [sampleMetric({ name: 'm' })],
      plot: [{ name: 'm', times, candidate, baseline }],
    }),
  );
  const { container } = render(<MetricChart panel={panel} />);
  const lines = [...container.querySelectorAll('.recharts-line-curve')];
  return {
    gaps: container.querySelectorAll('.metric-gap').length,
    /** Per arm, how many separate pieces its line has. */
    pieces: Object.fromEntries(
      lines.map(line => [
        line.getAttribute('name'),
        (line.getAttribute('d') ?? '').split('M').length - 1,
      ]),
    ),
    dots: container.querySelectorAll('circle').length,
    triggers: container.querySelectorAll('.recharts-reference-line-line')
      .length,
  };
}

describe('MetricChart', () => {
  it('draws both arms and the level that would trigger', () => {
    expect(draw([1, 1, 1, 1, 1], [0, 0, 0, 0, 0])).toEqual({
      gaps: 0,
      pieces: { baseline: 1, candidate: 1 },
      dots: 0,
      triggers: 1,
    });
  });

  it('breaks the line where there is no data, and hatches that time', () => {
    expect(draw([1, 1, null, 1, 1], [1, 1, 1, 1, 1])).toMatchObject({
      gaps: 1,
      pieces: { baseline: 1, candidate: 2 },
    });
  });

  it('shows a lonely sample as a dot', () => {
    expect(draw([null, null, 1, null, null], [1, 1, 1, 1, 1])).toMatchObject({
      gaps: 2,
      dots: 1,
    });
  });
});
