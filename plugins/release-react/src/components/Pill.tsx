import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { SvgIconProps } from '@mui/material/SvgIcon';
import { ComponentType } from 'react';
import { Tone } from '../format';

/** The palette entry that draws a tone; text itself stays in text colour. */
export const toneColor: Record<Tone, string> = {
  good: 'success.main',
  bad: 'error.main',
  attention: 'warning.main',
  active: 'info.main',
  neutral: 'text.secondary',
};

export type PillProps = {
  icon: ComponentType<SvgIconProps>;
  label: string;
  tone: Tone;
  /** A sentence for hover and focus. */
  hint?: string;
};

/** An icon and a word in a border of the same tone. */
export function Pill({ icon: Icon, label, tone, hint }: PillProps) {
  const pill = (
    <Box
      component="span"
      tabIndex={hint ? 0 : undefined}
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.5,
        px: 0.75,
        py: '1px',
        border: 1,
        borderColor: toneColor[tone],
        borderRadius: 10,
        color: 'text.primary',
        fontSize: '0.8125rem',
        fontWeight: 500,
        lineHeight: 1.5,
        whiteSpace: 'nowrap',
        verticalAlign: 'middle',
      }}
    >
      <Icon
        aria-hidden
        sx={{ fontSize: '1rem', color: toneColor[tone], flexShrink: 0 }}
      />
      {label}
    </Box>
  );
  return hint ? (
    <Tooltip title={hint} describeChild>
      {pill}
    </Tooltip>
  ) : (
    pill
  );
}
