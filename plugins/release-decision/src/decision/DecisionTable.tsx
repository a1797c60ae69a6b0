import { DecisionSummary } from '@adaptive-delivery/plugin-release-common';
import {
  DecisionStateChip,
  Person,
  RelativeTime,
  RiskChip,
  roleWords,
  strategyWords,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { Fragment, ReactNode } from 'react';

/** Who let it out where no person answered. */
function withoutPeople(decision: DecisionSummary): string {
  if (decision.enforcement === 'shadow') return 'nobody (shadow)';
  if (decision.state === 'blocked') return 'the policy';
  if (decision.requiredRoles.length === 0) return 'the portal';
  return decision.state === 'awaitingApproval' ? 'nobody yet' : 'nobody';
}

/** Who let it out or held it: people by name, or the portal by itself. */
function ByWhom({ decision }: { decision: DecisionSummary }) {
  const people = decision.answeredBy ?? [];
  if (people.length === 0) return <>{withoutPeople(decision)}</>;
  const roles = decision.givenRoles.map(role => roleWords[role] ?? role);
  return (
    <>
      {people.map((person, index) => (
        <Fragment key={person}>
          {index > 0 ? ', ' : null}
          <Person entityRef={person} />
        </Fragment>
      ))}
      {roles.length > 0 ? ` (${roles.join(', ')})` : null}
    </>
  );
}

/** Decisions as a table, newest first. */
export function DecisionTable(props: {
  label: string;
  decisions: readonly DecisionSummary[];
  selectedId?: string;
  onSelect?: (id: string) => void;
  /** Before the version, such as the name of the component. */
  lead?: { title: string; render: (decision: DecisionSummary) => ReactNode };
  version?: (decision: DecisionSummary) => ReactNode;
}) {
  const { decisions, selectedId, onSelect, lead } = props;
  const version = (decision: DecisionSummary) => {
    if (props.version) return props.version(decision);
    return onSelect ? (
      <Link
        component="button"
        type="button"
        onClick={() => onSelect(decision.id)}
        aria-current={decision.id === selectedId ? 'true' : undefined}
        sx={decision.id === selectedId ? { fontWeight: 700 } : undefined}
      >
        {decision.version}
      </Link>
    ) : (
      decision.version
    );
  };
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label={props.label}
        sx={{ '& td, & th': { whiteSpace: 'nowrap' } }}
      >
        <TableHead>
          <TableRow>
            {lead ? <TableCell>{lead.title}</TableCell> : null}
            <TableCell>Version</TableCell>
            <TableCell>When</TableCell>
            <TableCell>Risk</TableCell>
            <TableCell>Strategy</TableCell>
            <TableCell>Outcome</TableCell>
            <TableCell>By whom</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {decisions.map(decision => (
            <TableRow
              key={decision.id}
              hover={onSelect !== undefined}
              selected={decision.id === selectedId}
              onClick={onSelect ? () => onSelect(decision.id) : undefined}
              sx={{
                cursor: onSelect ? 'pointer' : undefined,
                '&.Mui-selected td:first-of-type': {
                  borderLeft: 3,
                  borderLeftColor: 'primary.main',
                },
              }}
            >
              {lead ? <TableCell>{lead.render(decision)}</TableCell> : null}
              <TableCell>{version(decision)}</TableCell>
              <TableCell>
                <RelativeTime at={decision.createdAt} />
              </TableCell>
              <TableCell>
                <RiskChip score={decision.riskScore} band={decision.band} />
              </TableCell>
              <TableCell>{strategyWords[decision.strategy]}</TableCell>
              <TableCell>
                <DecisionStateChip
                  state={decision.state}
                  reason={decision.stateReason}
                />
              </TableCell>
              <TableCell>
                <ByWhom decision={decision} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
