import { ModelPolicy, Policy } from '@adaptive-delivery/plugin-release-common';
import {
  formatNumber,
  formatPercent,
} from '@adaptive-delivery/plugin-release-react';
import Typography from '@mui/material/Typography';
import { featureTitle } from '../domain/words';
import { RuleTable } from './RuleTable';

const modeWords: Record<ModelPolicy['mode'], string> = {
  shadow: 'has no say; what it would have decided is kept with every decision',
  canary: 'drives a share of the decisions',
  enforced: 'drives every decision',
};

/** Which model is asked, what it may do and what its probability is worth. */
export function ModelRules({ model }: { model: Policy['model'] }) {
  if (!model) {
    return (
      <Typography variant="body2">
        No model is asked; the factors of the score decide alone.
      </Typography>
    );
  }
  const { name, version, mode, share, timeoutMs, inPlaceOf, points } = model;
  return (
    <>
      <Typography variant="body2" sx={{ mb: 1 }}>
        <strong>
          {name} {version}
        </strong>{' '}
        ({mode}) {modeWords[mode]}
        {share === undefined ? '' : `, ${formatPercent(share * 100)} of them`}.
        It is given {formatNumber(timeoutMs)} ms, and speaks in place of:{' '}
        {inPlaceOf.map(featureTitle).join(', ')}.
      </Typography>
      <RuleTable
        label="Points of the model"
        columns={[
          { title: 'Probability', numeric: true },
          { title: 'Points', numeric: true },
        ]}
        rows={points.map(item => [
          formatPercent(item.probability * 100),
          formatNumber(item.points),
        ])}
      />
    </>
  );
}
