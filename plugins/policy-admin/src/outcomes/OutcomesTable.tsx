import { PolicyOutcomes } from '@adaptive-delivery/plugin-release-common';
import { formatPercent } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { rollbackShare } from './shares';

type Band = PolicyOutcomes['bands'][number];

const percent = (share: number) => formatPercent(share * 100);
const percentStyle = (share: number) => `${share * 100}%`;

/** Per band: decided, how it ended, and the share that was rolled back. */
export function OutcomesTable({ outcomes }: { outcomes: PolicyOutcomes }) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label={`Outcomes of version ${outcomes.policyVersion}`}
        sx={{
          '& thead th': { whiteSpace: 'nowrap' },
          '& th, & td': { wordBreak: 'normal' },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell>Band</TableCell>
            <TableCell align="right">Decided</TableCell>
            <TableCell align="right">Promoted</TableCell>
            <TableCell align="right">Rolled back</TableCell>
            <TableCell align="right">Other or open</TableCell>
            <TableCell>Rolled back of those finished</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {outcomes.bands.map(band => (
            <TableRow key={band.band}>
              <TableCell component="th" scope="row">
                {band.band}
              </TableCell>
              <TableCell align="right">{band.decided}</TableCell>
              <TableCell align="right">{band.promoted}</TableCell>
              <TableCell align="right">{band.rolledBack}</TableCell>
              <TableCell align="right">{band.other}</TableCell>
              <TableCell sx={{ minWidth: 260 }}>
                <Share band={band} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function Share({ band }: { band: Band }) {
  const known = rollbackShare(band);
  if (!known) {
    return <>nothing finished yet</>;
  }
  const { share, interval, finished } = known;
  return (
    <>
      {percent(share)} of {finished} (95 % interval {percent(interval.low)} to{' '}
      {percent(interval.high)})
      <Box
        aria-hidden
        sx={{
          position: 'relative',
          height: 8,
          mt: 0.5,
          bgcolor: 'action.hover',
          borderRadius: 1,
        }}
      >
        <Box
          sx={{
            position: 'absolute',
            inset: 0,
            left: percentStyle(interval.low),
            width: percentStyle(interval.high - interval.low),
            bgcolor: 'error.main',
            opacity: 0.35,
            borderRadius: 1,
          }}
        />
        <Box
          sx={{
            position: 'absolute',
            top: -2,
            bottom: -2,
            width: 3,
            ml: '-1.5px',
            left: percentStyle(share),
            bgcolor: 'error.main',
          }}
        />
      </Box>
    </>
  );
}
