import { GateFinding } from '@adaptive-delivery/plugin-release-common';
import Block from '@mui/icons-material/Block';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Typography from '@mui/material/Typography';

/** The gates that hold a release: why, and what would lift each. */
export function Gates({ findings }: { findings: readonly GateFinding[] }) {
  return (
    <>
      {findings.map(({ gate, words, liftedBy }) => (
        <Alert
          key={`${gate} ${words}`}
          severity="error"
          icon={<Block fontSize="inherit" />}
          sx={{ mb: 1 }}
        >
          <AlertTitle>Blocked by the gate {gate}</AlertTitle>
          {words}
          <Typography variant="body2" sx={{ mt: 0.5 }}>
            <strong>Lifted by:</strong> {liftedBy}
          </Typography>
        </Alert>
      ))}
    </>
  );
}
