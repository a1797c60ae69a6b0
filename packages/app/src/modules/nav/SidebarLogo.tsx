import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { LogoMark } from './LogoMark';

const useStyles = makeStyles(theme => ({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
    marginBottom: -14,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.25),
    marginLeft: 22,
    color: '#ffffff',
    fontSize: theme.typography.pxToRem(15),
    fontWeight: 600,
    whiteSpace: 'nowrap',
  },
}));

/** The mark, and with the sidebar open the portal's name beside it. */
export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  const name = useApi(configApiRef).getOptionalString('app.title');

  return (
    <div className={classes.root}>
      <Link to="/" underline="none" className={classes.link} aria-label="Home">
        <LogoMark />
        {isOpen && <span>{name ?? 'Adaptive Delivery'}</span>}
      </Link>
    </div>
  );
};
