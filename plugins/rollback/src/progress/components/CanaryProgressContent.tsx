import { isReleaseAvailable } from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  Live,
  NotConfigured,
  rolloutApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import { useSearchParams } from 'react-router-dom';
import { quietly } from '../../quietly';
import { rolloutToShow } from '../domain/selectRollout';
import { RolloutPicker } from './RolloutPicker';
import { RolloutView } from './RolloutView';

/** Is the rollout going well, and how sure are we. */
export function CanaryProgressContent() {
  const { entity } = useEntity();
  return isReleaseAvailable(entity) ? (
    <Progress entityRef={stringifyEntityRef(entity)} />
  ) : (
    <NotConfigured />
  );
}

function Progress({ entityRef }: { entityRef: string }) {
  const rolloutApi = useApi(rolloutApiRef);
  const [search, setSearch] = useSearchParams();
  const rollouts = useLive(
    signal => rolloutApi.listRollouts({ entityRef }, { signal }),
    [entityRef],
    { entityRef },
  );
  const select = (id: string) =>
    setSearch(last => {
      const next = new URLSearchParams(last);
      next.set('rollout', id);
      next.delete('look');
      return next;
    });

  return (
    // The rollout below says when it is old; the list to choose from need not.
    <Live
      state={quietly(rollouts, true)}
      what="the rollouts"
      permission="rollout.read"
    >
      {({ items }) => {
        const shown = search.get('rollout') ?? rolloutToShow(items);
        if (!shown) {
          return (
            <EmptyState title="Nothing has been rolled out yet">
              As soon as a decision about this component is released, its
              rollout shows here: the exposure step by step, and candidate and
              baseline side by side.
            </EmptyState>
          );
        }
        return (
          <Box>
            <RolloutPicker rollouts={items} shown={shown} onSelect={select} />
            <RolloutView key={shown} id={shown} entityRef={entityRef} />
          </Box>
        );
      }}
    </Live>
  );
}
