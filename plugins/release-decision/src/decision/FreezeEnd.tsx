import { FreezeFinding } from '@adaptive-delivery/plugin-release-common';
import {
  RelativeTime,
  ZonedTime,
} from '@adaptive-delivery/plugin-release-react';
import AcUnit from '@mui/icons-material/AcUnit';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

/** When a freeze ends: how long from now, in its own zone and in UTC. */
export function FreezeEnd(props: {
  at: string;
  /** The window it was decided in; another may have followed it. */
  freeze: FreezeFinding | undefined;
  lead?: string;
}) {
  const { at, freeze, lead = 'Ends' } = props;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, my: 0.5 }}>
      <AcUnit aria-hidden sx={{ fontSize: '1.25rem', color: 'info.main' }} />
      <Typography variant="body2" component="div">
        {lead}{' '}
        <strong>
          <RelativeTime at={at} />
        </strong>
        : <ZonedTime at={at} timeZone={freeze?.timeZone ?? 'UTC'} />
      </Typography>
    </Box>
  );
}
