import Box from '@mui/material/Box';
import { formatInZone } from '../format';

/** A moment in the zone it was written in and in UTC, where these differ. */
export function ZonedTime(props: { at: string; timeZone: string }) {
  const { at, timeZone } = props;
  return (
    <time dateTime={at}>
      {formatInZone(at, timeZone)} {timeZone}
      {timeZone === 'UTC' ? null : (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {' '}
          ({formatInZone(at, 'UTC')} UTC)
        </Box>
      )}
    </time>
  );
}
