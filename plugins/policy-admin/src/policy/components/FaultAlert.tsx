import { PolicyFaultReport } from '@adaptive-delivery/plugin-release-common';
import { RelativeTime } from '@adaptive-delivery/plugin-release-react';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';

const words = {
  invalid: {
    severity: 'error',
    title: 'A newer bundle is broken, so this one stays in force',
    next: 'Mend the file and it is taken up by itself.',
  },
  unreachable: {
    severity: 'warning',
    title:
      'The policy cannot be read now, so the last good bundle stays in force',
    next: 'It is tried again by itself.',
  },
} as const;

/** Why something newer could not be taken, since when, and what to do. */
export function FaultAlert({ fault }: { fault: PolicyFaultReport }) {
  const { severity, title, next } = words[fault.kind];
  return (
    <Alert severity={severity} sx={{ mb: 2 }}>
      <AlertTitle>{title}</AlertTitle>
      <Box sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {fault.message}
      </Box>
      {fault.commit && (
        <>
          The broken commit is{' '}
          <code title={fault.commit}>{fault.commit.slice(0, 12)}</code>.{' '}
        </>
      )}
      Found <RelativeTime at={fault.since} />. {next}
    </Alert>
  );
}
