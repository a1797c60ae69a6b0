import { VerdictName } from '@adaptive-delivery/plugin-release-common';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceDot,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { ExposureHistory, VerdictMark } from '../progress/domain/exposure';
import { timeTick } from './ticks';
import { useChartColors } from './useChartColors';

/** The candidate's share over time as steps, with every verdict on it. */
export default function ExposureChart(props: {
  history: ExposureHistory;
  /** The verdict that is being looked at. */
  selected: string | undefined;
  onSelect: (verdictId: string) => void;
}) {
  const colors = useChartColors();
  const { points, marks, from, to } = props.history;
  return (
    <ResponsiveContainer
      width="100%"
      height="100%"
      initialDimension={{ width: 720, height: 220 }}
    >
      <LineChart
        data={points}
        margin={{ top: 12, right: 20, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke={colors.grid} vertical={false} />
        <XAxis
          dataKey="time"
          type="number"
          domain={[from, Math.max(to, from + 1000)]}
          tickFormatter={time => timeTick(time, to - from)}
          tick={{ fill: colors.text, fontSize: 11 }}
          stroke={colors.grid}
          minTickGap={48}
        />
        <YAxis
          width={48}
          domain={[0, 100]}
          ticks={[0, 25, 50, 75, 100]}
          tickFormatter={percent => `${percent} %`}
          tick={{ fill: colors.text, fontSize: 11 }}
          stroke={colors.grid}
        />
        <Line
          type="stepAfter"
          dataKey="percent"
          stroke={colors.candidate}
          strokeWidth={2.5}
          dot={false}
          isAnimationActive={false}
        />
        {marks.map(mark => (
          <ReferenceDot
            key={mark.id}
            x={mark.time}
            y={mark.percent}
            r={7}
            ifOverflow="extendDomain"
            shape={({ cx, cy }: { cx?: number; cy?: number }) => (
              <Mark
                mark={mark}
                cx={cx ?? 0}
                cy={cy ?? 0}
                color={colors.verdict[mark.verdict]}
                paper={colors.paper}
                selected={mark.id === props.selected}
                onSelect={props.onSelect}
              />
            )}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}

/** promote points on, slow is two bars, rollback is a cross. */
const glyphs: Record<VerdictName, string> = {
  promote: 'M-4,-5 L5,0 L-4,5 Z',
  slow: 'M-4,-5 h3 v10 h-3 Z M1,-5 h3 v10 h-3 Z',
  rollback:
    'M-5,-3 L-3,-5 L0,-2 L3,-5 L5,-3 L2,0 L5,3 L3,5 L0,2 L-3,5 L-5,3 L-2,0 Z',
};

function Mark(props: {
  mark: VerdictMark;
  cx: number;
  cy: number;
  color: string;
  paper: string;
  selected: boolean;
  onSelect: (verdictId: string) => void;
}) {
  const { mark, color } = props;
  return (
    <g
      className={`verdict-mark verdict-${mark.verdict}`}
      transform={`translate(${props.cx},${props.cy})`}
      onClick={() => props.onSelect(mark.id)}
      style={{ cursor: 'pointer' }}
    >
      <title>{`${mark.verdict} (${mark.cause}): ${mark.words}`}</title>
      <circle
        r={props.selected ? 11 : 9}
        fill={props.paper}
        stroke={color}
        strokeWidth={props.selected ? 3 : 1.5}
      />
      <path d={glyphs[mark.verdict]} fill={color} />
    </g>
  );
}
