import { useTheme } from '@mui/material/styles';

export type ChartColors = {
  candidate: string;
  baseline: string;
  trigger: string;
  normal: string;
  missing: string;
  grid: string;
  text: string;
  paper: string;
  verdict: Record<'promote' | 'slow' | 'rollback', string>;
};

/** Colours of the charts in the theme that is on; none carries meaning alone. */
export function useChartColors(): ChartColors {
  const { palette } = useTheme();
  return {
    candidate: palette.primary.main,
    baseline: palette.text.secondary,
    trigger: palette.error.main,
    normal: palette.text.primary,
    missing: palette.text.secondary,
    grid: palette.divider,
    text: palette.text.secondary,
    paper: palette.background.paper,
    verdict: {
      promote: palette.success.main,
      slow: palette.warning.main,
      rollback: palette.error.main,
    },
  };
}
