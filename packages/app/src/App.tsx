import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';
import { themeModule } from './modules/theme';

// Everything else is discovered from the dependencies of this package.
export default createApp({ features: [navModule, signInModule, themeModule] });
