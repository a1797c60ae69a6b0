import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  ReasonDialog,
  announceChange,
  releaseDecisionApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Typography from '@mui/material/Typography';
import { FreezeReason } from './FreezeReason';

/** Releases in spite of a freeze window, after saying what stays as it is. */
export function OverrideDialog(props: {
  record: DecisionRecord;
  onClose: () => void;
}) {
  const { record, onClose } = props;
  const api = useApi(releaseDecisionApiRef);
  return (
    <ReasonDialog
      open
      title={`Release ${record.version} into ${record.environment} in spite of the freeze?`}
      confirmLabel="Release now"
      tone="danger"
      onClose={onClose}
      onConfirm={async reason => {
        const { revision } = record;
        await api.overrideFreeze(record.id, { reason, revision });
        announceChange(record.entityRef);
      }}
    >
      <FreezeReason record={record} />
      <Typography variant="body2" sx={{ mt: 1.5 }}>
        It then goes out as planned, watched as any other release. Your name and
        reason are kept with the decision and in the ledger. Gates, approvals
        and quarantine stand as they are.
      </Typography>
    </ReasonDialog>
  );
}
