import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { Person, RelativeTime } from '@adaptive-delivery/plugin-release-react';
import Typography from '@mui/material/Typography';

/** Who released in spite of a freeze, and why; nothing when nobody did. */
export function OverrideLine({ record }: { record: DecisionRecord }) {
  const override = record.decision.freezeOverride;
  if (!override) return null;
  return (
    <Typography variant="body2" sx={{ mt: 1 }}>
      Released in spite of a freeze by <Person entityRef={override.by} />,{' '}
      <RelativeTime at={override.at} />: “{override.reason}”
    </Typography>
  );
}
