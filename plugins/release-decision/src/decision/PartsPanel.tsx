import {
  DecisionRecord,
  TargetPlan,
  planSentences,
} from '@adaptive-delivery/plugin-release-common';
import { Panel, RiskChip } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { PartRow, partRows } from '../domain/bundle';
import { EntityLink } from '../fleet/EntityLink';

function Plans({ plans }: { plans: TargetPlan[] }) {
  if (plans.length === 0) {
    return <Typography variant="body2">nowhere, it is blocked</Typography>;
  }
  return (
    <>
      {plans.map(plan => (
        <Typography key={plan.target} variant="body2">
          {planSentences(plan)[0]}
        </Typography>
      ))}
    </>
  );
}

function Part(props: { row: PartRow; environment: string; decision: string }) {
  const { row, environment, decision } = props;
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        <EntityLink
          entityRef={row.component}
          environment={environment}
          decision={decision}
        />
      </TableCell>
      <TableCell>
        {row.version}
        <Typography variant="body2" color="text.secondary">
          <code>{row.commit.slice(0, 7)}</code>, build {row.buildId}
        </Typography>
      </TableCell>
      <TableCell>
        {row.risk ? (
          <RiskChip score={row.risk.score} band={row.risk.band} />
        ) : (
          'not told'
        )}
        {row.isRiskiest ? (
          <Typography variant="body2" color="text.secondary">
            sets the risk of the whole
          </Typography>
        ) : null}
      </TableCell>
      <TableCell>
        <Plans plans={row.plans} />
      </TableCell>
    </TableRow>
  );
}

/** What is released as one: each build with its own risk and plan. */
export function PartsPanel({ record }: { record: DecisionRecord }) {
  const rows = partRows(record);
  const { manifest, environment } = record.decision.candidate;
  if (rows.length === 0) return null;
  return (
    <Panel title={manifest ? `Parts of ${manifest.name}` : 'Parts'}>
      <Box sx={{ overflowX: 'auto' }}>
        <Table
          size="small"
          aria-label="Parts"
          sx={{
            '& th': { whiteSpace: 'nowrap' },
            '& td': { wordBreak: 'normal' },
          }}
        >
          <TableHead>
            <TableRow>
              <TableCell>Part</TableCell>
              <TableCell>Version</TableCell>
              <TableCell>By itself</TableCell>
              <TableCell>Released</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(row => (
              <Part
                key={row.component}
                row={row}
                environment={environment}
                decision={record.id}
              />
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
