import {
  DecisionRecord,
  RolloutSummary,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  Live,
  LoadingLines,
  Panel,
  RelativeTime,
  SimulatedChip,
  VerdictChip,
  releaseDecisionApiRef,
  rolloutApiRef,
  useLive,
  verdictApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { loadStable } from '../data/loaders';
import { BuildDifferences } from './BuildDifferences';
import { MetricTable } from './MetricTable';

function LatestVerdict({ verdict }: { verdict: Verdict }) {
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', mb: 1 }}>
        <VerdictChip verdict={verdict.verdict} cause={verdict.cause} />
        <Typography variant="body2">
          {verdict.words}{' '}
          <Typography component="span" variant="body2" color="text.secondary">
            Step {verdict.step + 1}, look {verdict.look + 1},{' '}
            <RelativeTime at={verdict.judgedAt} />.
          </Typography>
        </Typography>
      </Box>
      <MetricTable verdict={verdict} />
    </>
  );
}

function Verdicts({ rollout }: { rollout: RolloutSummary }) {
  const api = useApi(verdictApiRef);
  const state = useLive(
    signal => api.listVerdicts(rollout.id, { signal }),
    [rollout.id],
    { entityRef: rollout.entityRef },
  );
  return (
    <Live
      state={state}
      what="the verdicts"
      permission="rollout.read"
      stillWorks="The decision itself and the builds are shown all the same."
    >
      {verdicts => {
        const latest = verdicts.at(-1);
        return latest ? (
          <LatestVerdict verdict={latest} />
        ) : (
          <EmptyState title="No verdict yet">
            Candidate and baseline are compared at the first look of the first
            step.
          </EmptyState>
        );
      }}
    </Live>
  );
}

/** Of a bundle's rollouts those of one part; all where none is told apart. */
function ofEntity(rollouts: RolloutSummary[], entityRef: string) {
  const own = rollouts.filter(item => item.entityRef === entityRef);
  return own.length > 0 ? own : rollouts;
}

/** The comparison on one target, with a choice when there are several. */
function Targets({ rollouts }: { rollouts: RolloutSummary[] }) {
  const [chosen, setChosen] = useState<string>();
  const rollout = rollouts.find(({ id }) => id === chosen) ?? rollouts.at(0);
  if (!rollout) {
    return (
      <EmptyState title="Nothing to compare yet">
        It has not been released, so no traffic has reached it. The builds are
        compared below.
      </EmptyState>
    );
  }
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1,
          mb: 1,
        }}
      >
        {rollouts.length > 1 ? (
          <TextField
            select
            size="small"
            label="Target"
            value={rollout.id}
            onChange={event => setChosen(event.target.value)}
          >
            {rollouts.map(({ id, target }) => (
              <MenuItem key={id} value={id}>
                {target}
              </MenuItem>
            ))}
          </TextField>
        ) : (
          <Typography variant="body2" color="text.secondary">
            on {rollout.target}
          </Typography>
        )}
        {rollout.simulated ? <SimulatedChip /> : null}
      </Box>
      <Verdicts rollout={rollout} />
    </>
  );
}

/** Release Compare: the candidate against what is stable. */
export function ComparePanel({ record }: { record: DecisionRecord }) {
  const decisionApi = useApi(releaseDecisionApiRef);
  const rolloutApi = useApi(rolloutApiRef);
  const { id, entityRef, version } = record;
  const stable = useLive(
    signal => loadStable(decisionApi, record, signal),
    [id],
    { entityRef },
  );
  const rollouts = useLive(
    signal => rolloutApi.listRollouts({ decisionId: id }, { signal }),
    [id],
    { entityRef },
  );
  const stableVersion =
    ofEntity(rollouts.value?.items ?? [], entityRef).find(
      item => item.stableVersion,
    )?.stableVersion ?? stable.value?.version;
  return (
    <Panel
      title={`Release Compare: ${version} against ${
        stableVersion ? `${stableVersion} (stable)` : 'stable'
      }`}
    >
      <Live state={rollouts} what="the rollouts" permission="rollout.read">
        {page => <Targets rollouts={ofEntity(page.items, entityRef)} />}
      </Live>
      <Live
        state={stable}
        what="the stable build"
        permission="release.decision.read"
        skeleton={<LoadingLines lines={5} label="the builds" />}
      >
        {build => (
          <BuildDifferences record={record} stable={build ?? undefined} />
        )}
      </Live>
    </Panel>
  );
}
