import {
  RolloutControl,
  RolloutRecord,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReasonDialog,
  announceChange,
  rolloutApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';

type Action = RolloutControl | 'rollback';

type Face = {
  label: string;
  danger: boolean;
  effect: (rollout: RolloutRecord) => string;
};

const stable = (rollout: RolloutRecord) =>
  rollout.stableVersion ? `${rollout.stableVersion} (stable)` : 'stable';

const faces: Record<Action, Face> = {
  pause: {
    label: 'Pause',
    danger: false,
    effect: rollout =>
      `It keeps ${rollout.percent} % of ${rollout.target} and goes no further until a person resumes it. A bad candidate stays where it is.`,
  },
  resume: {
    label: 'Resume',
    danger: false,
    effect: () => 'It goes on from where it was paused.',
  },
  promote: {
    label: 'Promote a step',
    danger: false,
    effect: () =>
      'It goes on to the next step without waiting for a promote verdict. A bad verdict there still counts.',
  },
  abort: {
    label: 'Abort',
    danger: true,
    effect: rollout =>
      `${rollout.target} goes back to ${stable(
        rollout,
      )}, and this build is quarantined.`,
  },
  rollback: {
    label: 'Roll back',
    danger: true,
    effect: rollout =>
      `${rollout.target} goes back to ${stable(
        rollout,
      )}, and this build is quarantined.`,
  },
};

const order: Action[] = ['pause', 'resume', 'promote', 'abort', 'rollback'];

/** Aborting takes back as well, so there is one button for it, not two. */
function offered({ may }: RolloutRecord): Action[] {
  return order.filter(item => may[item] && !(item === 'rollback' && may.abort));
}

/** The buttons of what the caller may do with a rollout now. */
export function RolloutControls({ rollout }: { rollout: RolloutRecord }) {
  const api = useApi(rolloutApiRef);
  const [action, setAction] = useState<Action>();
  const run = (chosen: Action, reason: string) =>
    chosen === 'rollback'
      ? api.rollBack({ rolloutId: rollout.id, reason })
      : api.control(rollout.id, chosen, reason);
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {offered(rollout).map(item => (
          <Button
            key={item}
            size="small"
            variant="outlined"
            color={faces[item].danger ? 'error' : 'primary'}
            onClick={() => setAction(item)}
          >
            {faces[item].label}
          </Button>
        ))}
      </Box>
      {action ? (
        <ReasonDialog
          open
          title={`${faces[action].label}: ${rollout.candidate.version} on ${rollout.target}?`}
          confirmLabel={faces[action].label}
          tone={faces[action].danger ? 'danger' : 'normal'}
          onClose={() => setAction(undefined)}
          onConfirm={async reason => {
            await run(action, reason);
            announceChange(rollout.entityRef);
          }}
        >
          <Typography variant="body2">
            {faces[action].effect(rollout)}
          </Typography>
        </ReasonDialog>
      ) : null}
    </>
  );
}
