import { RolloutSummary } from '@adaptive-delivery/plugin-release-common';
import {
  formatExact,
  formatRelative,
  rolloutWords,
  useNow,
} from '@adaptive-delivery/plugin-release-react';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';

/** Chooses among the rollouts of an entity; the newest are first. */
export function RolloutPicker(props: {
  rollouts: RolloutSummary[];
  shown: string;
  onSelect: (id: string) => void;
}) {
  const now = useNow(1000);
  const { rollouts, shown } = props;
  const known = rollouts.some(rollout => rollout.id === shown);
  return (
    <TextField
      select
      size="small"
      label="Rollout"
      value={shown}
      onChange={event => props.onSelect(event.target.value)}
      sx={{ mb: 2, minWidth: 320 }}
    >
      {!known && <MenuItem value={shown}>An older rollout</MenuItem>}
      {rollouts.map(rollout => (
        <MenuItem
          key={rollout.id}
          value={rollout.id}
          title={formatExact(rollout.createdAt)}
        >
          {[
            rollout.candidate.version,
            rollout.environment,
            rolloutWords[rollout.state].label,
            formatRelative(Date.parse(rollout.createdAt), now),
          ].join(' · ')}
        </MenuItem>
      ))}
    </TextField>
  );
}
