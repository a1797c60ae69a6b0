import {
  FreezeWindow,
  nextFreeze,
} from '@adaptive-delivery/plugin-release-common';
import {
  Pill,
  RelativeTime,
  ZonedTime,
  useNow,
} from '@adaptive-delivery/plugin-release-react';
import AcUnit from '@mui/icons-material/AcUnit';
import Typography from '@mui/material/Typography';
import { windowTimes } from '../domain/words';
import { RuleTable } from './RuleTable';

/** Whether it is in force, and else when it is next. */
function Next(props: { window: FreezeWindow; now: number }) {
  const { window, now } = props;
  const next = nextFreeze(window, new Date(now));
  if (!next) return <>over</>;
  const isInForce = next.start.getTime() <= now;
  const at = (isInForce ? next.end : next.start).toISOString();
  return (
    <>
      {isInForce ? (
        <Pill icon={AcUnit} tone="active" label="in force" />
      ) : (
        'starts'
      )}{' '}
      {isInForce ? 'ends ' : null}
      <strong>
        <RelativeTime at={at} />
      </strong>
      <div>
        <ZonedTime at={at} timeZone={window.timeZone} />
      </div>
    </>
  );
}

/** What starts or ends first stands first; what is over last. */
function inOrder(windows: readonly FreezeWindow[], now: number) {
  const key = (window: FreezeWindow) => {
    const next = nextFreeze(window, new Date(now));
    return next ? Math.max(next.start.getTime(), now) : Infinity;
  };
  return [...windows].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    return one === other ? a.name.localeCompare(b.name) : one - other;
  });
}

/** When nothing is released, the next window first. */
export function FreezeRules(props: { windows: readonly FreezeWindow[] }) {
  const now = useNow(30_000);
  if (props.windows.length === 0) {
    return (
      <Typography variant="body2">
        There is no freeze window; releases go out at any time.
      </Typography>
    );
  }
  return (
    <RuleTable
      label="Freeze windows"
      columns={[
        { title: 'Window' },
        { title: 'For' },
        { title: 'When' },
        { title: 'Next' },
      ]}
      rows={inOrder(props.windows, now).map(window => [
        <>
          {window.name}
          <Typography variant="body2" color="text.secondary">
            {window.why}
          </Typography>
        </>,
        <>
          <div>{window.component ?? 'every component'}</div>
          <div>{window.environment ?? 'every environment'}</div>
          {window.exceptFixes ? <div>fixes go out all the same</div> : null}
        </>,
        <>
          <div>{windowTimes(window)}</div>
          <div>{window.timeZone}</div>
        </>,
        <Next window={window} now={now} />,
      ])}
    />
  );
}
