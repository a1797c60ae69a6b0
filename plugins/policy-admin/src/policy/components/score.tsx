import { Policy } from '@adaptive-delivery/plugin-release-common';
import {
  RiskChip,
  formatContribution,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { byWeight, featureTitle, transformWords } from '../domain/words';
import { RuleTable } from './RuleTable';

/** What adds points, the heaviest first. */
export function ScoreRules({ score }: { score: Policy['score'] }) {
  return (
    <RuleTable
      label="Factors of the score"
      columns={[
        { title: 'Factor' },
        { title: 'At most', numeric: true },
        { title: 'Adds' },
        { title: 'When not known', numeric: true },
      ]}
      rows={byWeight(score.factors).map(factor => [
        <span title={factor.feature}>{featureTitle(factor.feature)}</span>,
        formatContribution(factor.weight),
        transformWords(factor.transform),
        formatContribution(factor.missing.points),
      ])}
    />
  );
}

const order = ['low', 'medium', 'high', 'critical'] as const;

/** From which score a band begins. */
export function BandRules({ bands }: { bands: Policy['bands'] }) {
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 4,
        rowGap: 1,
      }}
    >
      {order.map((band, index) => {
        const next = order[index + 1];
        return (
          <li key={band}>
            <RiskChip score={bands[band]} band={band} />
            <Typography variant="body2" color="text.secondary">
              {next
                ? `from ${bands[band]} to below ${bands[next]}`
                : `from ${bands[band]} to 100`}
            </Typography>
          </li>
        );
      })}
    </Box>
  );
}
