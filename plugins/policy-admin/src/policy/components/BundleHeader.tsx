import {
  CopyButton,
  Panel,
  PolicyInForce,
  RelativeTime,
} from '@adaptive-delivery/plugin-release-react';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

/** Which bundle decides now, and whether a newer one is broken. */
export function BundleHeader({ policy }: { policy: PolicyInForce }) {
  const { fault } = policy;
  return (
    <Panel title={`${policy.name} ${policy.version}`}>
      {fault && (
        <Alert severity="error" sx={{ mb: 2 }}>
          <AlertTitle>
            A newer bundle is broken, so this one stays in force
          </AlertTitle>
          {fault.message} Found <RelativeTime at={fault.since} />. Mend the file
          and it is taken up by itself.
        </Alert>
      )}
      <Typography variant="body2" component="p">
        Loaded <RelativeTime at={policy.loadedAt} />. Every decision names the
        digest of the bundle that made it.
      </Typography>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}
      >
        <Typography variant="body2" color="text.secondary">
          Digest
        </Typography>
        <code title={policy.digest}>{policy.digest.slice(0, 16)}…</code>
        <CopyButton text={policy.digest} />
      </Box>
    </Panel>
  );
}
