import { releaseEnvironments } from '@adaptive-delivery/plugin-release-common';
import {
  Live,
  LoadingLines,
  NotConfigured,
  RelativeTime,
  RolloutStateChip,
  SimulatedChip,
  StepBar,
  releaseDecisionApiRef,
  rolloutApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CardContent, loadCard } from '../data/loadCard';
import { useReleasesPath } from '../data/useReleasesPath';
import { ProgressLine } from '../decision/RolloutProgress';

function Content(props: {
  content: CardContent;
  entityRef: string;
  environment: string;
}) {
  const { content, entityRef, environment } = props;
  const { stable, current, waiting } = content;
  const path = useReleasesPath();
  return (
    <>
      <Typography variant="body2">
        {stable ? (
          <>
            Runs <strong>{stable.version}</strong>, promoted{' '}
            <RelativeTime at={stable.updatedAt} />.
          </>
        ) : (
          'The portal has not promoted a version here yet.'
        )}
      </Typography>
      {current.length === 0 ? (
        <Typography variant="body2" color="text.secondary">
          Nothing is in flight.
        </Typography>
      ) : null}
      {current.map(rollout => (
        <Box key={rollout.id} sx={{ mt: 1 }}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'center',
              columnGap: 1,
              mb: 0.5,
              fontSize: '0.875rem',
            }}
          >
            <strong>{rollout.candidate.version}</strong>
            <RolloutStateChip
              state={rollout.state}
              reason={rollout.stateReason}
            />
            {rollout.simulated ? <SimulatedChip /> : null}
            <ProgressLine rollout={rollout} />
          </Box>
          <StepBar
            steps={rollout.plan.steps}
            stepIndex={rollout.stepIndex}
            state={rollout.state}
          />
        </Box>
      ))}
      {waiting > 0 ? (
        <Typography variant="body2" sx={{ mt: 1 }}>
          <Link to={path(entityRef, { environment })}>
            {waiting === 1
              ? '1 release waits for approval'
              : `${waiting} releases wait for approval`}
          </Link>
        </Typography>
      ) : null}
    </>
  );
}

function Environment(props: { entityRef: string; environment: string }) {
  const { entityRef, environment } = props;
  const decisions = useApi(releaseDecisionApiRef);
  const rollouts = useApi(rolloutApiRef);
  const state = useLive(
    signal =>
      loadCard({ decisions, rollouts }, { entityRef, environment }, signal),
    [entityRef, environment],
    { entityRef },
  );
  return (
    <Box component="section" aria-label={environment} sx={{ mb: 1.5 }}>
      <Typography variant="overline" component="h3" color="text.secondary">
        {environment}
      </Typography>
      <Live
        state={state}
        what="the releases"
        permission="release.decision.read"
        skeleton={<LoadingLines lines={2} label="the releases" />}
      >
        {content => <Content content={content} {...props} />}
      </Live>
    </Box>
  );
}

/** What runs in each environment, and what is in flight. */
export function EntityReleaseCard() {
  const { entity } = useEntity();
  const path = useReleasesPath();
  const entityRef = stringifyEntityRef(entity);
  const environments = releaseEnvironments(entity);
  return (
    <EntityInfoCard
      title="Release"
      footerActions={
        environments.length > 0 ? (
          <Link to={path(entityRef)}>All releases</Link>
        ) : undefined
      }
    >
      {environments.length === 0 ? <NotConfigured /> : null}
      {environments.map(environment => (
        <Environment
          key={environment}
          entityRef={entityRef}
          environment={environment}
        />
      ))}
    </EntityInfoCard>
  );
}
