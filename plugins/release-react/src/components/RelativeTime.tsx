import { formatExact, formatRelative } from '../format';
import { useNow } from '../hooks';

/** A time as people say it; exact on hover and for machines. */
export function RelativeTime(props: { at: string }) {
  const now = useNow(1000);
  const at = Date.parse(props.at);
  return (
    <time dateTime={props.at} title={formatExact(props.at)}>
      {Number.isNaN(at) ? props.at : formatRelative(at, now)}
    </time>
  );
}
