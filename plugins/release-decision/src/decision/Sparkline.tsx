import { MetricPlot } from '@adaptive-delivery/plugin-release-common';
import { useTheme } from '@mui/material/styles';
import { Line, LineChart, YAxis } from 'recharts';

const WIDTH = 96;
const HEIGHT = 32;

/** Both arms over the window; a gap where there was no sample. */
export default function Sparkline(props: { plot: MetricPlot }) {
  const { palette } = useTheme();
  const { times, candidate, baseline } = props.plot;
  const data = times.map((at, index) => ({
    at,
    candidate: candidate[index],
    baseline: baseline[index],
  }));
  return (
    <LineChart
      width={WIDTH}
      height={HEIGHT}
      data={data}
      margin={{ top: 2, right: 2, bottom: 2, left: 2 }}
      accessibilityLayer={false}
    >
      <YAxis hide domain={['auto', 'auto']} />
      <Line
        dataKey="baseline"
        stroke={palette.text.secondary}
        strokeDasharray="3 2"
        strokeWidth={1.5}
        dot={false}
        isAnimationActive={false}
      />
      <Line
        dataKey="candidate"
        stroke={palette.primary.main}
        strokeWidth={2}
        dot={false}
        isAnimationActive={false}
      />
    </LineChart>
  );
}
