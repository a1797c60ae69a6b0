import {
  RolloutRecord,
  isSettledRolloutState,
} from '@adaptive-delivery/plugin-release-common';
import {
  ReasonDialog,
  rolloutApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { ControlAction, controlActions } from '../domain/controls';

/** What this person may do with the rollout now; the rest is not drawn. */
export function RolloutControls(props: {
  rollout: RolloutRecord;
  /** Draws only these, with the version they are about; without it, all. */
  only?: Array<ControlAction['name']>;
  onChanged: () => Promise<void>;
}) {
  const { rollout, only, onChanged } = props;
  const rolloutApi = useApi(rolloutApiRef);
  const [chosen, setChosen] = useState<ControlAction>();
  const [open, setOpen] = useState(false);
  const actions = controlActions(rollout).filter(
    action => !only || only.includes(action.name),
  );

  if (actions.length === 0) {
    return only || isSettledRolloutState(rollout.state) ? null : (
      <Typography variant="body2" color="text.secondary">
        To pause or abort you need the permission <code>rollout.control</code>.
      </Typography>
    );
  }

  const run = async (action: ControlAction, reason: string) => {
    if (action.name === 'rollback') {
      await rolloutApi.rollBack({ rolloutId: rollout.id, reason });
    } else {
      await rolloutApi.control(rollout.id, action.name, reason);
    }
    await onChanged();
  };

  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {actions.map(action => (
        <Button
          key={action.name}
          size="small"
          variant="outlined"
          color={action.tone === 'danger' ? 'error' : 'primary'}
          onClick={() => {
            setChosen(action);
            setOpen(true);
          }}
        >
          {only ? action.title : action.label}
        </Button>
      ))}
      {chosen && (
        <ReasonDialog
          open={open}
          title={chosen.title}
          confirmLabel={chosen.label}
          tone={chosen.tone}
          onConfirm={reason => run(chosen, reason)}
          onClose={() => setOpen(false)}
        >
          <Typography variant="body2">{chosen.consequence}</Typography>
        </ReasonDialog>
      )}
    </Box>
  );
}
