import { portableLog1p } from '../statistics';
import { FeatureValue } from './features';
import { Transform } from './schema';

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** How much of a factor's weight a known value costs, 0 to 1. */
export function applyTransform(
  transform: Transform,
  value: Exclude<FeatureValue, undefined>,
): number {
  switch (transform.kind) {
    case 'boolean':
      return value === (transform.riskyWhen ?? true) ? 1 : 0;
    case 'map': {
      const key = String(value);
      return Object.hasOwn(transform.values, key) ? transform.values[key] : 0;
    }
    default: {
      const share = numericShare(transform, Math.max(0, Number(value)));
      return transform.invert ? 1 - share : share;
    }
  }
}

function numericShare(
  transform: Exclude<Transform, { kind: 'boolean' | 'map' }>,
  value: number,
): number {
  switch (transform.kind) {
    case 'log1p':
      return clamp(portableLog1p(value) / portableLog1p(transform.saturatesAt));
    case 'linear':
      return clamp(value / transform.cap);
    default:
      return clamp(value);
  }
}
