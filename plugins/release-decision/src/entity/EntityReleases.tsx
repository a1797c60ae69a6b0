import { releaseEnvironments } from '@adaptive-delivery/plugin-release-common';
import { NotConfigured } from '@adaptive-delivery/plugin-release-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useUrlState } from '../data/useUrlState';
import { EnvironmentReleases } from './EnvironmentReleases';

/** The tab "Releases" of an entity: may this go out, and why. */
export function EntityReleases() {
  const { entity } = useEntity();
  const [url, changeUrl] = useUrlState();
  const environments = releaseEnvironments(entity);
  const asked = url.get('environment');
  const environment =
    environments.find(name => name === asked) ??
    environments.find(name => name === 'production') ??
    environments.at(0);
  if (!environment) return <NotConfigured />;
  return (
    <>
      {environments.length > 1 ? (
        <Box sx={{ mb: 2 }}>
          <TextField
            select
            size="small"
            label="Environment"
            value={environment}
            onChange={event =>
              changeUrl({
                environment: event.target.value,
                decision: undefined,
              })
            }
          >
            {environments.map(name => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        </Box>
      ) : null}
      <EnvironmentReleases
        entityRef={stringifyEntityRef(entity)}
        environment={environment}
      />
    </>
  );
}
