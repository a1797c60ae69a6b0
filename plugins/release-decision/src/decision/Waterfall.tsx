import { DecisionFactor } from '@adaptive-delivery/plugin-release-common';
import {
  formatContribution,
  formatScore,
  visuallyHidden,
} from '@adaptive-delivery/plugin-release-react';
import HelpOutline from '@mui/icons-material/HelpOutline';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { waterfall } from '../domain/waterfall';

const INITIALLY = 8;

const cell = { py: 0.5, verticalAlign: 'middle' } as const;

/**
 * The factors of a score as a chart that is a table: a bar from the score
 * before each factor to the score after it, beside its words and points.
 */
export function Waterfall(props: {
  factors: readonly DecisionFactor[];
  score: number;
  /** Features about which the build said nothing. */
  missing: readonly string[];
}) {
  const [all, setAll] = useState(false);
  const bars = waterfall(props.factors);
  const shown = all ? bars : bars.slice(0, INITIALLY);
  const rest = bars.length - shown.length;
  return (
    <>
      <Box
        component="table"
        sx={{ width: '100%', borderCollapse: 'collapse', fontSize: '0.875rem' }}
      >
        <Box component="caption" sx={visuallyHidden}>
          How the score of {formatScore(props.score)} comes about
        </Box>
        <Box component="thead" sx={visuallyHidden}>
          <tr>
            <th scope="col">Factor</th>
            <th scope="col">Points</th>
            <th scope="col">Drawn from the score before to the score after</th>
          </tr>
        </Box>
        <tbody>
          {shown.map(bar => (
            <tr key={bar.feature}>
              <Box component="td" sx={{ ...cell, pr: 1 }} title={bar.feature}>
                {props.missing.includes(bar.feature) ? (
                  <HelpOutline
                    titleAccess="Missing evidence"
                    sx={{
                      mr: 0.5,
                      fontSize: '1rem',
                      color: 'warning.main',
                      verticalAlign: 'text-bottom',
                    }}
                  />
                ) : null}
                {bar.words}
              </Box>
              <Box
                component="td"
                sx={{
                  ...cell,
                  textAlign: 'right',
                  fontWeight: 600,
                  fontVariantNumeric: 'tabular-nums',
                  whiteSpace: 'nowrap',
                }}
              >
                {formatContribution(bar.contribution)}
              </Box>
              <Box component="td" sx={{ ...cell, width: '40%', pl: 1 }}>
                <Box
                  aria-hidden
                  sx={{ position: 'relative', height: 14, bgcolor: 'divider' }}
                >
                  <Box
                    sx={{
                      position: 'absolute',
                      top: 0,
                      bottom: 0,
                      left: `${bar.left}%`,
                      width: `${bar.width}%`,
                      minWidth: 2,
                      bgcolor:
                        bar.contribution < 0 ? 'success.main' : 'warning.main',
                    }}
                  />
                </Box>
              </Box>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <Box component="th" scope="row" sx={{ ...cell, textAlign: 'left' }}>
              Score
            </Box>
            <Box component="td" sx={{ ...cell, textAlign: 'right' }}>
              <strong>{formatScore(props.score)}</strong>
            </Box>
            <td />
          </tr>
        </tfoot>
      </Box>
      {rest > 0 || all ? (
        <Button size="small" onClick={() => setAll(!all)}>
          {all ? 'Show less' : `Show ${rest} more`}
        </Button>
      ) : null}
    </>
  );
}
