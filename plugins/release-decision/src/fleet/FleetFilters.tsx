import { decisionStates } from '@adaptive-delivery/plugin-release-common';
import { decisionWords } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { FormEvent, useState } from 'react';
import { Filters } from '../domain/filters';

/** The filters of the table; what is typed counts once it is entered. */
export function FleetFilters(props: {
  filters: Filters;
  onChange: (change: Partial<Record<keyof Filters, string>>) => void;
}) {
  const { filters, onChange } = props;
  const [component, setComponent] = useState(filters.component);
  const [environment, setEnvironment] = useState(filters.environment);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ component, environment });
  };
  return (
    <Box
      component="form"
      role="search"
      aria-label="Filter the releases"
      onSubmit={submit}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 1.5 }}
    >
      <TextField
        label="Component"
        size="small"
        value={component}
        onChange={event => setComponent(event.target.value)}
      />
      <TextField
        label="Environment"
        size="small"
        value={environment}
        onChange={event => setEnvironment(event.target.value)}
      />
      <TextField
        select
        label="Outcome"
        size="small"
        value={filters.state}
        onChange={event =>
          onChange({ component, environment, state: event.target.value })
        }
        sx={{ minWidth: 180 }}
        InputLabelProps={{ shrink: true }}
        SelectProps={{ displayEmpty: true }}
      >
        <MenuItem value="">any</MenuItem>
        {decisionStates.map(state => (
          <MenuItem key={state} value={state}>
            {decisionWords[state].label}
          </MenuItem>
        ))}
      </TextField>
      <Button type="submit">Filter</Button>
    </Box>
  );
}
