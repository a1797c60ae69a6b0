import { MetricPlot } from '@adaptive-delivery/plugin-release-common';
import { NO_DATA } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { Suspense, lazy } from 'react';

const Sparkline = lazy(() => import('./Sparkline'));

const hasSample = (values: Array<number | null>) =>
  values.some(value => value !== null);

/** Both arms of a metric, small; a hatched field where there is no data. */
export function MetricSparkline(props: {
  plot: MetricPlot | undefined;
  title: string;
}) {
  const { plot, title } = props;
  if (!plot || !(hasSample(plot.candidate) || hasSample(plot.baseline))) {
    return (
      <Box
        role="img"
        aria-label={`${title}: ${NO_DATA}`}
        sx={{
          width: 96,
          height: 32,
          color: 'text.disabled',
          border: 1,
          borderColor: 'divider',
          backgroundImage:
            'repeating-linear-gradient(45deg, currentColor 0 1px, transparent 1px 6px)',
        }}
      />
    );
  }
  return (
    <Box
      role="img"
      aria-label={`${title} over the window: candidate as a line, baseline dashed`}
      sx={{ width: 96, height: 32 }}
    >
      <Suspense fallback={<Skeleton width={96} height={32} />}>
        <Sparkline plot={plot} />
      </Suspense>
    </Box>
  );
}
