import { Policy } from '@adaptive-delivery/plugin-release-common';
import {
  RiskChip,
  formatContribution,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { byWeight, featureTitle, transformWords } from '../domain/words';
import { RuleTable } from './RuleTable';

const HEAVIEST = 10;

/** What adds points, the heaviest first; the light ones behind a click. */
export function ScoreRules({ score }: { score: Policy['score'] }) {
  const [all, setAll] = useState(false);
  const factors = byWeight(score.factors);
  return (
    <>
      <RuleTable
        label="Factors of the score"
        columns={[
          { title: 'Factor' },
          { title: 'At most', numeric: true },
          { title: 'Adds' },
          { title: 'When not known', numeric: true },
        ]}
        rows={(all ? factors : factors.slice(0, HEAVIEST)).map(factor => [
          <span title={factor.feature}>{featureTitle(factor.feature)}</span>,
          formatContribution(factor.weight),
          transformWords(factor.transform),
          formatContribution(factor.missing.points),
        ])}
      />
      {factors.length > HEAVIEST && (
        <Button
          size="small"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          sx={{ mt: 1 }}
        >
          {all ? 'Show the heaviest' : `Show all ${factors.length} factors`}
        </Button>
      )}
    </>
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
