import {
  CopyButton,
  PolicyInForce,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { sourceWords } from '../domain/source';

/** A digest or commit id, shortened, with the whole of it to copy. */
function Identifier({ label, value }: { label: string; value: string }) {
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}
    >
      <Typography variant="body2" color="text.secondary">
        {label}
      </Typography>
      <code title={value}>{value.slice(0, 16)}…</code>
      <CopyButton text={value} />
    </Box>
  );
}

/** Where the bundle is from, and by what decisions name it. */
export function SourceLines({ policy }: { policy: PolicyInForce }) {
  return (
    <>
      <Box
        component="ol"
        aria-label="Sources of the bundle; later ones win"
        sx={{ m: 0, my: 1, pl: 2.5, typography: 'body2' }}
      >
        {policy.sources.map(source => (
          <li key={sourceWords(source)}>{sourceWords(source)}</li>
        ))}
      </Box>
      {policy.commit && <Identifier label="Commit" value={policy.commit} />}
      <Identifier label="Digest" value={policy.digest} />
    </>
  );
}
