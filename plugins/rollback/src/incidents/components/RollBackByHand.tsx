import {
  rolloutApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import { RolloutControls } from '../../progress/components/RolloutControls';
import { rolloutToTakeBack } from '../domain/takeBack';

/** The button that takes back what runs now, for whoever may. */
export function RollBackByHand(props: {
  entityRef: string;
  onDone: () => Promise<void>;
}) {
  const { entityRef, onDone } = props;
  const rolloutApi = useApi(rolloutApiRef);
  const rollouts = useLive(
    signal => rolloutApi.listRollouts({ entityRef }, { signal }),
    [entityRef],
    { entityRef },
  );
  const id = rollouts.value && rolloutToTakeBack(rollouts.value.items);
  const rollout = useLive(
    signal => rolloutApi.getRollout(id ?? '', { signal }),
    [id],
    { entityRef, enabled: Boolean(id) },
  );
  if (!rollout.value) {
    return null;
  }
  return (
    <RolloutControls
      rollout={rollout.value}
      only={['rollback', 'abort']}
      onChanged={async () => {
        await Promise.all([rollout.refresh(), onDone()]);
      }}
    />
  );
}
