import { decisionStates } from '@adaptive-delivery/plugin-release-common';
import { decisionWords } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { FormEvent } from 'react';
import { Filters } from '../domain/filters';

/** The filters of the table; text counts once it is entered. */
export function FleetFilters(props: {
  filters: Filters;
  onChange: (change: Partial<Record<keyof Filters, string>>) => void;
}) {
  const { filters, onChange } = props;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    onChange({
      component: String(data.get('component') ?? ''),
      environment: String(data.get('environment') ?? ''),
    });
  };
  return (
    <Box
      component="form"
      role="search"
      aria-label="Filter the releases"
      // Another address means other defaults, which only a new form takes.
      key={`${filters.component} ${filters.environment}`}
      onSubmit={submit}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mb: 1.5 }}
    >
      <TextField
        name="component"
        label="Component"
        size="small"
        defaultValue={filters.component}
      />
      <TextField
        name="environment"
        label="Environment"
        size="small"
        defaultValue={filters.environment}
      />
      <TextField
        select
        label="Outcome"
        size="small"
        value={filters.state}
        onChange={event => onChange({ state: event.target.value })}
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
