import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatMetric } from '@adaptive-delivery/plugin-release-react';
import { useId } from 'react';
import { MetricPanel } from '../progress/domain/metrics';
import { missingSpans } from './gaps';
import { clock, levelTicks, timeTick } from './ticks';
import { useChartColors } from './useChartColors';

/** Both arms of one metric; time without data is hatched, never a zero. */
export default function MetricChart({ panel }: { panel: MetricPanel }) {
  const colors = useChartColors();
  const hatch = `hatch${useId().replace(/[^a-zA-Z0-9]/g, '')}`;
  const { metric, span, times, candidate, baseline, trigger, normal } = panel;
  const rows = times.map((time, index) => ({
    time,
    candidate: candidate[index] ?? null,
    baseline: baseline[index] ?? null,
  }));
  const gaps = missingSpans(times, [candidate, baseline], span);
  const length = span.to - span.from;
  const unit = metric.unit;
  const levels = [...candidate, ...baseline, trigger];
  const ticks = levelTicks(levels, unit);
  const hasLevels = levels.some(level => level !== null);

  return (
    <ResponsiveContainer
      width="100%"
      height="100%"
      initialDimension={{ width: 420, height: 150 }}
    >
      <LineChart
        data={rows}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <defs>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" fill={colors.missing} opacity="0.08" />
            <line
              y2="6"
              stroke={colors.missing}
              strokeWidth="2"
              opacity="0.45"
            />
          </pattern>
        </defs>
        <CartesianGrid stroke={colors.grid} vertical={false} />
        <XAxis
          dataKey="time"
          type="number"
          domain={[span.from, span.to]}
          allowDataOverflow
          tickFormatter={time => timeTick(time, length)}
          tick={{ fill: colors.text, fontSize: 11 }}
          stroke={colors.grid}
          minTickGap={40}
        />
        <YAxis
          width={76}
          allowDataOverflow
          domain={[ticks[0], ticks[ticks.length - 1]]}
          ticks={ticks}
          tickFormatter={level => formatMetric(level, unit)}
          tick={hasLevels && { fill: colors.text, fontSize: 11 }}
          stroke={colors.grid}
        />
        {normal && (
          <ReferenceArea
            y1={normal.low}
            y2={normal.high}
            fill={colors.normal}
            fillOpacity={0.06}
            ifOverflow="hidden"
          />
        )}
        {gaps.map(gap => (
          <ReferenceArea
            key={gap.from}
            className="metric-gap"
            x1={gap.from}
            x2={gap.to}
            fill={`url(#${hatch})`}
            fillOpacity={1}
            ifOverflow="hidden"
          />
        ))}
        {trigger !== null && (
          <ReferenceLine
            y={trigger}
            stroke={colors.trigger}
            strokeDasharray="2 3"
            strokeWidth={1.5}
            ifOverflow="hidden"
          />
        )}
        <Line
          name="baseline"
          dataKey="baseline"
          stroke={colors.baseline}
          strokeDasharray="6 3"
          strokeWidth={1.5}
          dot={lonelyDot(baseline)}
          connectNulls={false}
          isAnimationActive={false}
        />
        <Line
          name="candidate"
          dataKey="candidate"
          stroke={colors.candidate}
          strokeWidth={2}
          dot={lonelyDot(candidate)}
          connectNulls={false}
          isAnimationActive={false}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={time => clock(Number(time))}
          formatter={level =>
            formatMetric(typeof level === 'number' ? level : null, unit)
          }
          contentStyle={{
            background: colors.paper,
            borderColor: colors.grid,
            fontSize: 12,
          }}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

type DotProps = { cx?: number; cy?: number; index?: number; stroke?: string };

/** A sample with nothing on either side has no line, so it gets a dot. */
function lonelyDot(values: Array<number | null>) {
  return function LonelyDot({ cx, cy, index = 0, stroke }: DotProps) {
    const alone =
      (values[index] ?? null) !== null &&
      (values[index - 1] ?? null) === null &&
      (values[index + 1] ?? null) === null;
    return alone ? (
      <circle key={index} cx={cx} cy={cy} r={2.5} fill={stroke} />
    ) : (
      <g key={index} />
    );
  };
}
