import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import {
  UnifiedThemeProvider,
  createUnifiedTheme,
  palettes,
} from '@backstage/theme';
import DarkIcon from '@material-ui/icons/Brightness2';
import LightIcon from '@material-ui/icons/WbSunny';
import { components } from './components';
import './accent.css';

const navigation = {
  ...palettes.light.navigation,
  background: '#0f1f26',
  indicator: '#2dd4bf',
  navItem: { hoverBackground: '#1d343e' },
  submenu: { background: '#1d343e' },
};

/** Backstage's own themes with the portal's accent in the sidebar and tabs. */
const light = createUnifiedTheme({
  components,
  palette: {
    ...palettes.light,
    primary: { main: '#0f6b6b' },
    secondary: { main: '#b45309' },
    tabbar: { indicator: '#0f6b6b' },
    navigation,
  },
});
const dark = createUnifiedTheme({
  components,
  palette: {
    ...palettes.dark,
    primary: { main: '#5eead4', dark: '#2dd4bf' },
    secondary: { main: '#fbbf24' },
    // The usual red is too dim to read on these greys.
    error: { main: '#ff8a80' },
    tabbar: { indicator: '#5eead4' },
    navigation,
  },
});

export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ThemeBlueprint.make({
      name: 'light',
      params: {
        theme: {
          id: 'light',
          title: 'Light Theme',
          variant: 'light',
          icon: <LightIcon />,
          Provider: ({ children }) => (
            <UnifiedThemeProvider theme={light}>
              {children}
            </UnifiedThemeProvider>
          ),
        },
      },
    }),
    ThemeBlueprint.make({
      name: 'dark',
      params: {
        theme: {
          id: 'dark',
          title: 'Dark Theme',
          variant: 'dark',
          icon: <DarkIcon />,
          Provider: ({ children }) => (
            <UnifiedThemeProvider theme={dark}>{children}</UnifiedThemeProvider>
          ),
        },
      },
    }),
  ],
});
