import { targetAnnotation } from '@adaptive-delivery/plugin-release-common';
import Block from '@mui/icons-material/Block';
import ErrorOutline from '@mui/icons-material/ErrorOutline';
import Inbox from '@mui/icons-material/Inbox';
import Settings from '@mui/icons-material/Settings';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { SvgIconProps } from '@mui/material/SvgIcon';
import Typography from '@mui/material/Typography';
import { ComponentType, ReactNode } from 'react';
import { describeError, formatDuration } from '../format';
import { useNow } from '../hooks';
import { CopyButton } from './CopyButton';

function Message(props: {
  icon: ComponentType<SvgIconProps>;
  title: string;
  role?: 'alert' | 'status';
  children?: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <Box
      role={props.role}
      sx={{ display: 'flex', gap: 2, alignItems: 'flex-start', p: 2 }}
    >
      <Icon aria-hidden sx={{ color: 'text.secondary', mt: 0.25 }} />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Typography variant="subtitle1" component="p" sx={{ fontWeight: 600 }}>
          {props.title}
        </Typography>
        {props.children}
      </Box>
    </Box>
  );
}

/** A line to put into a shell or a file, with a copy button. */
export function Snippet(props: { text: string }) {
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        flexWrap: 'wrap',
        gap: 1,
        mt: 1,
      }}
    >
      <Box
        component="pre"
        sx={{
          m: 0,
          px: 1,
          py: 0.5,
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          fontFamily: 'monospace',
          fontSize: '0.8125rem',
          overflowX: 'auto',
          maxWidth: '100%',
        }}
      >
        {props.text}
      </Box>
      <CopyButton text={props.text} />
    </Box>
  );
}

/** Nothing here yet: what this is, and what fills it. */
export function EmptyState(props: {
  title: string;
  children?: ReactNode;
  /** The one command that fills it. */
  command?: string;
}) {
  return (
    <Message icon={Inbox} title={props.title} role="status">
      {props.children ? (
        <Typography variant="body2">{props.children}</Typography>
      ) : null}
      {props.command ? <Snippet text={props.command} /> : null}
    </Message>
  );
}

/** A request failed: what, why, what still works, and another try. */
export function ErrorState(props: {
  /** What could not be had: `The decisions`. */
  what: string;
  error: unknown;
  stillWorks?: string;
  onRetry?: () => void;
}) {
  return (
    <Message
      icon={ErrorOutline}
      title={`${props.what} could not be loaded`}
      role="alert"
    >
      <Typography variant="body2">
        {describeError(props.error).message}
      </Typography>
      {props.stillWorks ? (
        <Typography variant="body2">{props.stillWorks}</Typography>
      ) : null}
      {props.onRetry ? (
        <Button size="small" onClick={props.onRetry} sx={{ mt: 1 }}>
          Try again
        </Button>
      ) : null}
    </Message>
  );
}

/** The person may not see this: which permission, and whom to ask. */
export function Forbidden(props: {
  what: string;
  permission: string;
  error?: unknown;
}) {
  return (
    <Message icon={Block} title={`You may not see ${props.what}`} role="alert">
      <Typography variant="body2">
        It needs the permission <code>{props.permission}</code>. Ask whoever
        runs this portal to add it to your role.
      </Typography>
      {props.error ? (
        <Typography variant="body2" color="text.secondary">
          {describeError(props.error).message}
        </Typography>
      ) : null}
    </Message>
  );
}

/** An annotation is missing on the entity. */
export function NotConfigured(props: {
  title?: string;
  /** The line for the entity's `metadata.annotations`. */
  annotation?: string;
  children?: ReactNode;
}) {
  const annotation =
    props.annotation ?? `${targetAnnotation('production')}: kubernetes:my-app`;
  return (
    <Message
      icon={Settings}
      title={props.title ?? 'This entity is not released through the portal'}
      role="status"
    >
      <Typography variant="body2">
        {props.children ??
          'Say where it runs: add a line like this to metadata.annotations in its catalog-info.yaml.'}
      </Typography>
      <Snippet text={annotation} />
    </Message>
  );
}

/** What is shown is old, because the newest request failed. */
export function StaleBanner(props: {
  error: unknown;
  /** When the data shown came, in ms since the epoch. */
  updatedAt: number;
  onRetry?: () => void;
}) {
  const now = useNow(1000);
  return (
    <Alert
      severity="warning"
      sx={{ mb: 2 }}
      action={
        props.onRetry ? (
          <Button color="inherit" size="small" onClick={props.onRetry}>
            Try now
          </Button>
        ) : undefined
      }
    >
      Live updates lost {formatDuration(now - props.updatedAt)} ago,
      reconnecting. {describeError(props.error).message}
    </Alert>
  );
}

/** Lines in the shape of what is being loaded. */
export function LoadingLines(props: { lines?: number; label: string }) {
  return (
    <Box role="status" aria-label={`Loading ${props.label}`} sx={{ p: 2 }}>
      <Skeleton width="40%" height={32} />
      {Array.from({ length: props.lines ?? 3 }, (_, index) => (
        <Skeleton key={index} width={`${90 - (index % 3) * 12}%`} />
      ))}
    </Box>
  );
}
