import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  DecisionStateChip,
  Live,
  LoadingLines,
  Panel,
  RelativeTime,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ApprovalList } from './ApprovalList';
import { ComparePanel } from './ComparePanel';
import { DecisionHeadline } from './DecisionHeadline';
import { WhyPanel } from './WhyPanel';

/** Two panels beside each other where there is room. */
const sideBySide = {
  display: 'grid',
  gap: 2,
  gridTemplateColumns: {
    xs: 'minmax(0, 1fr)',
    lg: 'minmax(0, 2fr) minmax(0, 3fr)',
  },
} as const;

function Detail({ record }: { record: DecisionRecord }) {
  return (
    <>
      <Panel
        title={`Decision about ${record.version}`}
        action={
          <DecisionStateChip state={record.state} reason={record.stateReason} />
        }
      >
        <DecisionHeadline decision={record} />
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          {record.stateReason}{' '}
          <Typography component="span" variant="body2" color="text.secondary">
            Decided <RelativeTime at={record.decision.decidedAt} />, build{' '}
            {record.buildId}.
          </Typography>
        </Typography>
        {record.decision.approvals.given.length > 0 ? (
          <Box sx={{ mt: 1 }}>
            <ApprovalList record={record} />
          </Box>
        ) : null}
      </Panel>
      <Box sx={{ ...sideBySide, mt: 2 }}>
        <WhyPanel record={record} />
        <ComparePanel key={record.id} record={record} />
      </Box>
    </>
  );
}

/** One decision, live: why it is as it is, and how the builds compare. */
export function DecisionDetail(props: { id: string; entityRef: string }) {
  const api = useApi(releaseDecisionApiRef);
  const state = useLive(
    signal => api.getDecision(props.id, { signal }),
    [props.id],
    { entityRef: props.entityRef },
  );
  return (
    <Live
      state={state}
      what="the decision"
      permission="release.decision.read"
      skeleton={
        <Box sx={sideBySide}>
          <LoadingLines lines={8} label="the decision" />
          <LoadingLines lines={8} label="the comparison" />
        </Box>
      }
    >
      {record => <Detail record={record} />}
    </Live>
  );
}
