import {
  AnalysisMetric,
  Policy,
} from '@adaptive-delivery/plugin-release-common';
import {
  formatEffect,
  formatMetric,
} from '@adaptive-delivery/plugin-release-react';
import Typography from '@mui/material/Typography';
import { Fragment } from 'react';
import { RuleTable } from './RuleTable';

const reactions: Record<AnalysisMetric['criticality'], string> = {
  critical: 'rolls back',
  major: 'slows',
  info: 'only informs',
};

/** How each kind of service is judged. */
export function ProfileRules({ profiles }: { profiles: Policy['profiles'] }) {
  return (
    <>
      {Object.entries(profiles).map(([name, profile]) => (
        <Fragment key={name}>
          <Typography variant="subtitle2" component="h3" sx={{ mt: 1 }}>
            {name}
          </Typography>
          <RuleTable
            label={`Metrics of ${name}`}
            columns={[
              { title: 'Metric' },
              { title: 'Better' },
              { title: 'Worse by at least' },
              { title: 'Then it' },
              { title: 'Alpha', numeric: true },
            ]}
            rows={profile.metrics.map(metric => [
              metric.title,
              metric.direction === 'lowerIsBetter' ? 'lower' : 'higher',
              smallestEffect(metric),
              reactions[metric.criticality],
              metric.alpha,
            ])}
          />
        </Fragment>
      ))}
    </>
  );
}

function smallestEffect(metric: AnalysisMetric): string {
  const { absolute, relative } = metric.practicalEffect;
  return [
    absolute === undefined ? [] : formatMetric(absolute, metric.unit),
    relative === undefined ? [] : formatEffect(relative).replace('+', ''),
  ]
    .flat()
    .join(' and ');
}
