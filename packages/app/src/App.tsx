import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './modules/nav';
import { themeModule } from './modules/theme';

// Everything else is discovered from the dependencies of this package.
export default createApp({ features: [navModule, themeModule] });
