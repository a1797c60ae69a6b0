import { Verdict } from '@adaptive-delivery/plugin-release-common';
import {
  CauseIcon,
  EmptyState,
  LoadingLines,
  VerdictChip,
  formatExact,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { clock } from '../../charts/ticks';

/** Every look of a rollout, newest first; a click shows what it saw. */
export function LooksRail(props: {
  verdicts: Verdict[];
  loading: boolean;
  shown: string | undefined;
  onSelect: (verdictId: string) => void;
}) {
  if (props.loading) {
    return <LoadingLines label="the looks" />;
  }
  if (props.verdicts.length === 0) {
    return (
      <EmptyState title="No look yet">
        The first one comes one look interval after the step has started.
      </EmptyState>
    );
  }
  return (
    <Box
      component="ol"
      reversed
      aria-label="Looks, newest first"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        maxHeight: 640,
        overflowY: 'auto',
      }}
    >
      {[...props.verdicts].reverse().map(verdict => (
        <Look
          key={verdict.verdictId}
          verdict={verdict}
          shown={verdict.verdictId === props.shown}
          onSelect={props.onSelect}
        />
      ))}
    </Box>
  );
}

function Look(props: {
  verdict: Verdict;
  shown: boolean;
  onSelect: (verdictId: string) => void;
}) {
  const { verdict, shown } = props;
  return (
    <Box
      component="li"
      sx={{
        borderLeft: 4,
        borderColor: shown ? 'primary.main' : 'divider',
        pl: 1.5,
        py: 1,
      }}
    >
      <ButtonBase
        onClick={() => props.onSelect(verdict.verdictId)}
        aria-pressed={shown}
        sx={{
          font: 'inherit',
          fontWeight: shown ? 700 : 400,
          borderRadius: 0.5,
          mb: 0.5,
          textDecoration: shown ? 'none' : 'underline',
          textUnderlineOffset: 3,
        }}
      >
        <time dateTime={verdict.judgedAt} title={formatExact(verdict.judgedAt)}>
          {clock(verdict.judgedAt)}
        </time>
        &nbsp;· step {verdict.step + 1}, look {verdict.look + 1}
      </ButtonBase>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <VerdictChip verdict={verdict.verdict} />
        <Typography variant="body2" component="span">
          <CauseIcon cause={verdict.cause} showLabel />
        </Typography>
      </Box>
    </Box>
  );
}
