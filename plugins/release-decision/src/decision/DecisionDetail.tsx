import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  DecisionStateChip,
  Live,
  LoadingLines,
  Panel,
  RelativeTime,
  WithPeople,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { partOf } from '../domain/bundle';
import { ApprovalList } from './ApprovalList';
import { ComparePanel } from './ComparePanel';
import { DecisionHeadline } from './DecisionHeadline';
import { EvidencePanel } from './EvidencePanel';
import { ModelPanel } from './ModelPanel';
import { PartsPanel } from './PartsPanel';
import { OverrideLine } from './OverrideLine';
import { VulnerabilityPanel } from './VulnerabilityPanel';
import { WhyPanel } from './WhyPanel';

/** Two panels beside each other where there is room. */
const sideBySide = {
  display: 'grid',
  gap: 2,
  gridTemplateColumns: 'minmax(0, 1fr)',
  '@media (min-width: 1400px)': {
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr)',
  },
} as const;

/** Panels below each other, each as tall as what it says. */
function Column({ children }: { children: ReactNode }) {
  return (
    <Stack spacing={2} sx={{ '& > section': { height: 'auto' } }}>
      {children}
    </Stack>
  );
}

function Summary({ record }: { record: DecisionRecord }) {
  return (
    <Panel
      title={`Decision about ${record.version}`}
      action={
        <DecisionStateChip state={record.state} reason={record.stateReason} />
      }
    >
      <DecisionHeadline decision={record} />
      <Typography variant="body2" sx={{ mt: 0.5 }}>
        <WithPeople text={record.stateReason} />{' '}
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
      <OverrideLine record={record} />
    </Panel>
  );
}

function Detail(props: {
  record: DecisionRecord;
  /** Whose page it is on; of a bundle, the part that is compared. */
  entityRef: string;
  isShownAbove: boolean;
}) {
  const { record, entityRef, isShownAbove } = props;
  return (
    <Stack spacing={2}>
      {isShownAbove ? null : <Summary record={record} />}
      <PartsPanel record={record} />
      <Box sx={sideBySide}>
        <Column>
          <WhyPanel record={record} />
          <ModelPanel record={record} />
        </Column>
        <Column>
          <ComparePanel
            key={`compare ${record.id}`}
            record={partOf(record, entityRef)}
          />
          <VulnerabilityPanel record={record} />
          <EvidencePanel key={`evidence ${record.id}`} record={record} />
        </Column>
      </Box>
    </Stack>
  );
}

/** The two panels while what they show is being loaded. */
export function DecisionSkeleton() {
  return (
    <Box sx={sideBySide}>
      <Panel title="Why">
        <LoadingLines lines={8} label="the decision" />
      </Panel>
      <Panel title="Release Compare">
        <LoadingLines lines={8} label="the comparison" />
      </Panel>
    </Box>
  );
}

/** One decision, live: why it is as it is, and how the builds compare. */
export function DecisionDetail(props: {
  id: string;
  entityRef: string;
  /** Its card is on the page already, so it is not said again what it is. */
  isShownAbove: boolean;
}) {
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
      skeleton={<DecisionSkeleton />}
    >
      {record => (
        <Detail
          record={record}
          entityRef={props.entityRef}
          isShownAbove={props.isShownAbove}
        />
      )}
    </Live>
  );
}
