import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  Panel,
  Pill,
  RiskChip,
  formatPercent,
  strategyWords,
} from '@adaptive-delivery/plugin-release-react';
import CallSplit from '@mui/icons-material/CallSplit';
import DoneAll from '@mui/icons-material/DoneAll';
import HelpOutline from '@mui/icons-material/HelpOutline';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { ModelView, OpinionRow, modelView } from '../domain/modelView';

const verdicts = {
  agrees: {
    icon: DoneAll,
    label: 'agrees',
    tone: 'neutral',
    hint: 'Model and factors put the release into the same band.',
  },
  disagrees: {
    icon: CallSplit,
    label: 'disagrees',
    tone: 'attention',
    hint: 'Model and factors put the release into different bands.',
  },
  silent: {
    icon: HelpOutline,
    label: 'no answer',
    tone: 'attention',
    hint: 'The model gave no answer that counts, so the factors decided alone.',
  },
} as const;

function Opinion({ row }: { row: OpinionRow }) {
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {row.who}
        <Typography variant="body2" color="text.secondary">
          {row.counts ? 'counts' : 'only kept'}
        </Typography>
      </TableCell>
      <TableCell>
        <RiskChip score={row.riskScore} band={row.band} />
      </TableCell>
      <TableCell>
        {row.strategy ? strategyWords[row.strategy] : 'not kept'}
      </TableCell>
    </TableRow>
  );
}

function Opinions({ rows }: Pick<ModelView, 'rows'>) {
  if (rows.length === 0) return null;
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label="Factors and model"
        sx={{ '& th, & td': { px: 1, wordBreak: 'normal' } }}
      >
        <TableHead>
          <TableRow>
            <TableCell>Who</TableCell>
            <TableCell>Says</TableCell>
            <TableCell>Goes out</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <Opinion key={row.who} row={row} />
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

/** What the model says beside the factors, and whether it has a say. */
export function ModelPanel({ record }: { record: DecisionRecord }) {
  const view = modelView(record.decision);
  if (!view) return null;
  return (
    <Panel title={view.title} action={<Pill {...verdicts[view.verdict]} />}>
      {view.probability === null ? null : (
        <Typography variant="body2">
          Probability that the change breaks something:{' '}
          <strong>{formatPercent(view.probability * 100)}</strong>
        </Typography>
      )}
      <Opinions rows={view.rows} />
      <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
        {view.words}
      </Typography>
    </Panel>
  );
}
