import { UnifiedThemeOptions } from '@backstage/theme';

/**
 * Cells as Backstage has them, but words stay whole and lines that wrap do not
 * touch.
 */
export const components: UnifiedThemeOptions['components'] = {
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({
        wordBreak: 'normal',
        overflow: 'hidden',
        verticalAlign: 'middle',
        lineHeight: 1.35,
        margin: 0,
        padding: theme.spacing(2.5, 2, 2.5, 2.5),
        borderBottom: 0,
      }),
      sizeSmall: ({ theme }) => ({
        padding: theme.spacing(1.25, 2, 1.25, 2.5),
      }),
      head: ({ theme }) => ({
        wordBreak: 'normal',
        overflow: 'hidden',
        color: theme.palette.text.secondary,
        fontWeight: 'normal',
        lineHeight: 1.35,
      }),
    },
  },
};
