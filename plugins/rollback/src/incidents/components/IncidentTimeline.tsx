import {
  formatExact,
  formatSeconds,
} from '@adaptive-delivery/plugin-release-react';
import CheckCircle from '@mui/icons-material/CheckCircle';
import ErrorIcon from '@mui/icons-material/Error';
import FiberManualRecord from '@mui/icons-material/FiberManualRecord';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import { SvgIconProps } from '@mui/material/SvgIcon';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ComponentType } from 'react';
import { TimelineEntry, TimelineTone } from '../domain/timeline';
import { clock } from '../../charts/ticks';

const faces: Record<
  TimelineTone,
  { icon: ComponentType<SvgIconProps>; color: string }
> = {
  neutral: { icon: FiberManualRecord, color: 'text.secondary' },
  good: { icon: CheckCircle, color: 'success.main' },
  bad: { icon: ErrorIcon, color: 'error.main' },
  open: { icon: HourglassEmpty, color: 'warning.main' },
};

/** What happened, from top to bottom. */
export function IncidentTimeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {entries.map((entry, index) => (
        <Entry
          key={entry.id}
          entry={entry}
          last={index === entries.length - 1}
        />
      ))}
    </Box>
  );
}

function Entry({ entry, last }: { entry: TimelineEntry; last: boolean }) {
  const { icon: Icon, color } = faces[entry.tone];
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '84px 24px 1fr',
        columnGap: 1.5,
      }}
    >
      <Typography
        variant="body2"
        color="text.secondary"
        sx={{ textAlign: 'right', pt: 0.25 }}
      >
        {entry.at === null ? (
          'to come'
        ) : (
          <Clock at={new Date(entry.at).toISOString()} />
        )}
      </Typography>
      <Box
        sx={{ display: 'flex', flexDirection: 'column', alignItems: 'center' }}
      >
        <Icon aria-hidden sx={{ color, fontSize: '1.375rem' }} />
        {!last && (
          <Box sx={{ flex: 1, width: 2, bgcolor: 'divider', my: 0.5 }} />
        )}
      </Box>
      <Box sx={{ pb: last ? 0 : 2, minWidth: 0 }}>
        <Typography variant="body1" component="p" sx={{ fontWeight: 600 }}>
          {entry.title}
          {entry.seconds !== null && (
            <Typography
              component="span"
              variant="body2"
              color="text.secondary"
              sx={{ ml: 1 }}
            >
              {formatSeconds(entry.seconds)}
            </Typography>
          )}
        </Typography>
        <Typography variant="body2">{entry.words}</Typography>
      </Box>
    </Box>
  );
}

function Clock({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExact(at)}>
      {clock(at)}
    </time>
  );
}
