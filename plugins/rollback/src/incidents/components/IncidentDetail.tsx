import { IncidentRecord } from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  Live,
  Panel,
  releaseDecisionApiRef,
  rolloutApiRef,
  useLive,
  verdictApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import ArrowBack from '@mui/icons-material/ArrowBack';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { VerdictMetrics } from '../../progress/components/VerdictMetrics';
import { quietly } from '../../quietly';
import { incidentTimeline } from '../domain/timeline';
import { ArtifactsPanel } from './ArtifactsPanel';
import { IncidentHeader } from './IncidentHeader';
import { IncidentTimeline } from './IncidentTimeline';
import { QuarantinePanel } from './QuarantinePanel';

/** One rollback from its decision to whoever was told. */
export function IncidentDetail(props: {
  id: string;
  entityRef: string;
  onBack: () => void;
}) {
  const { id, entityRef, onBack } = props;
  const rolloutApi = useApi(rolloutApiRef);
  const incident = useLive(
    signal => rolloutApi.getIncident(id, { signal }),
    [id],
    { entityRef },
  );
  return (
    <>
      <Button startIcon={<ArrowBack />} onClick={onBack} sx={{ mb: 2 }}>
        All incidents
      </Button>
      <Live state={incident} what="this incident" permission="rollout.read">
        {record => (
          <Incident
            incident={record}
            entityRef={entityRef}
            isStale={Boolean(incident.error)}
          />
        )}
      </Live>
    </>
  );
}

function Incident(props: {
  incident: IncidentRecord;
  entityRef: string;
  isStale: boolean;
}) {
  const { incident, entityRef, isStale } = props;
  const rolloutApi = useApi(rolloutApiRef);
  const decisionApi = useApi(releaseDecisionApiRef);
  const { rolloutId, decisionId } = incident;
  const decision = useLive(
    signal => decisionApi.getDecision(decisionId, { signal }),
    [decisionId],
    { entityRef },
  );
  const rollout = useLive(
    signal => rolloutApi.getRollout(rolloutId, { signal }),
    [rolloutId],
    { entityRef },
  );
  const simulated = rollout.value?.simulated ?? false;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <IncidentHeader
        incident={incident}
        entityRef={entityRef}
        simulated={simulated}
      />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: '1fr', lg: 'minmax(0, 1fr) 420px' },
          alignItems: 'start',
        }}
      >
        <Panel title="What happened">
          <IncidentTimeline
            entries={incidentTimeline(incident, decision.value, rollout.value)}
          />
          {decision.error && !decision.value && (
            <Typography variant="body2" color="text.secondary">
              The decision could not be loaded, so the timeline starts with the
              release.
            </Typography>
          )}
        </Panel>
        <Box sx={{ display: 'grid', gap: 2 }}>
          <QuarantinePanel incident={incident} isStale={isStale} />
          <Panel title="Artifacts">
            <Live
              state={quietly(decision, isStale)}
              what="the build"
              permission="release.decision.read"
            >
              {record => <ArtifactsPanel build={record.buildInfo} />}
            </Live>
          </Panel>
        </Box>
      </Box>
      <Evidence incident={incident} simulated={simulated} isStale={isStale} />
    </Box>
  );
}

function Evidence(props: {
  incident: IncidentRecord;
  simulated: boolean;
  isStale: boolean;
}) {
  const { incident, simulated, isStale } = props;
  const verdictApi = useApi(verdictApiRef);
  const { rolloutId } = incident;
  const { verdictId } = incident.trigger;
  const verdicts = useLive(
    signal => verdictApi.listVerdicts(rolloutId, { signal }),
    [rolloutId],
    { enabled: verdictId !== null },
  );
  if (verdictId === null) {
    return (
      <Panel title="Evidence">
        <EmptyState title="No verdict stands behind this rollback">
          {incident.trigger.words}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Live
      state={quietly(verdicts, isStale)}
      what="the evidence"
      permission="rollout.read"
    >
      {all => {
        const verdict = all.find(item => item.verdictId === verdictId);
        return verdict ? (
          <VerdictMetrics
            verdict={verdict}
            simulated={simulated}
            title="Evidence, as it was when the verdict was given"
          />
        ) : (
          <Panel title="Evidence">
            <EmptyState title="The verdict is not kept any more">
              {incident.trigger.words}
            </EmptyState>
          </Panel>
        );
      }}
    </Live>
  );
}
