import {
  RolloutRecord,
  isSettledRolloutState,
} from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  Live,
  Panel,
  rolloutApiRef,
  useLive,
  verdictApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { useSearchParams } from 'react-router-dom';
import { quietly } from '../../quietly';
import { ExposurePanel } from './ExposurePanel';
import { LooksRail } from './LooksRail';
import { RolloutHeader } from './RolloutHeader';
import { VerdictMetrics } from './VerdictMetrics';

/** One rollout: where it stands, its exposure, its looks and their metrics. */
export function RolloutView(props: { id: string; entityRef: string }) {
  const { id, entityRef } = props;
  const rolloutApi = useApi(rolloutApiRef);
  const rollout = useLive(
    signal => rolloutApi.getRollout(id, { signal }),
    [id],
    { entityRef },
  );
  return (
    <Live state={rollout} what="this rollout" permission="rollout.read">
      {record => (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <RolloutHeader rollout={record} onChanged={rollout.refresh} />
          <Looks rollout={record} isStale={Boolean(rollout.error)} />
        </Box>
      )}
    </Live>
  );
}

function Looks(props: { rollout: RolloutRecord; isStale: boolean }) {
  const { rollout, isStale } = props;
  const verdictApi = useApi(verdictApiRef);
  const [search, setSearch] = useSearchParams();
  const verdicts = useLive(
    signal => verdictApi.listVerdicts(rollout.id, { signal }),
    [rollout.id],
    { entityRef: rollout.entityRef },
  );
  const looks = verdicts.value ?? [];
  const asked = looks.find(look => look.verdictId === search.get('look'));
  const shown = asked ?? looks[looks.length - 1];
  const select = (verdictId: string) =>
    setSearch(
      last => {
        const next = new URLSearchParams(last);
        next.set('look', verdictId);
        return next;
      },
      { replace: true },
    );

  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: '1fr', lg: 'minmax(0, 1fr) 320px' },
        alignItems: 'start',
      }}
    >
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        <ExposurePanel
          rollout={rollout}
          selected={shown?.verdictId}
          onSelect={select}
        />
        <Live
          state={quietly(verdicts, isStale)}
          what="the verdicts"
          permission="rollout.read"
          stillWorks="The rollout and its controls above still work."
        >
          {() =>
            shown ? (
              <VerdictMetrics verdict={shown} simulated={rollout.simulated} />
            ) : (
              <Panel title="Metrics">
                <EmptyState title="Nothing has been compared yet">
                  {isSettledRolloutState(rollout.state)
                    ? 'This rollout ended before its first look.'
                    : 'Candidate and baseline show here after the first look.'}
                </EmptyState>
              </Panel>
            )
          }
        </Live>
      </Box>
      <Box>
        <Panel title="Looks">
          <LooksRail
            verdicts={looks}
            loading={verdicts.loading}
            shown={shown?.verdictId}
            onSelect={select}
          />
        </Panel>
      </Box>
    </Box>
  );
}
