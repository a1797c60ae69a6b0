import {
  Panel,
  PolicyInForce,
  RelativeTime,
} from '@adaptive-delivery/plugin-release-react';
import Typography from '@mui/material/Typography';
import { FaultAlert } from './FaultAlert';
import { SourceLines } from './SourceLines';

/** Which bundle decides now, where it is from, and whether a newer one is broken. */
export function BundleHeader({ policy }: { policy: PolicyInForce }) {
  return (
    <Panel title={`${policy.name} ${policy.version}`}>
      {policy.fault && <FaultAlert fault={policy.fault} />}
      <Typography variant="body2" component="p">
        Loaded <RelativeTime at={policy.loadedAt} />, last checked{' '}
        <RelativeTime at={policy.lastCheckedAt} />. Every decision names the{' '}
        {policy.commit ? 'commit and the digest' : 'digest'} of the bundle that
        made it.
      </Typography>
      <SourceLines policy={policy} />
    </Panel>
  );
}
