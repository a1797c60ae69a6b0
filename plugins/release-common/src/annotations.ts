import { Entity } from '@backstage/catalog-model';

const PREFIX = 'adaptive-delivery.io';

/** `adaptive-delivery.io/target-<environment>: <driver>:<name>` */
export const targetAnnotation = (environment: string) =>
  `${PREFIX}/target-${environment}`;

/** Label matchers that single out the entity's series: `service="payments"`. */
export const METRIC_LABELS_ANNOTATION = `${PREFIX}/metric-labels`;

/** Name of the analysis profile of the policy bundle. */
export const ANALYSIS_PROFILE_ANNOTATION = `${PREFIX}/analysis-profile`;

/** The environments an entity is released into, with the target of each. */
export function releaseTargets(entity: Entity): Record<string, string> {
  const start = targetAnnotation('');
  return Object.fromEntries(
    Object.entries(entity.metadata.annotations ?? {})
      .filter(([key]) => key.startsWith(start) && key.length > start.length)
      .map(([key, value]) => [key.slice(start.length), value]),
  );
}

/** Whether the portal releases this entity anywhere. */
export function isReleaseAvailable(entity: Entity): boolean {
  return Object.keys(releaseTargets(entity)).length > 0;
}

const LABEL =
  /^([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\["\\])*)"\s*(?:,\s*|$)/;

/**
 * `service="payments",region="eu"` as an object; `\"` and `\\` are the only
 * escapes.
 *
 * @throws Error naming what cannot be read.
 */
export function parseMetricLabels(value: string): Record<string, string> {
  const labels = new Map<string, string>();
  let rest = value.trim();
  while (rest) {
    const match = LABEL.exec(rest);
    if (!match) {
      throw new Error(
        `${METRIC_LABELS_ANNOTATION} cannot be read from ${JSON.stringify(
          rest.slice(0, 80),
        )} on; write name="value", separated by commas`,
      );
    }
    const [, name, quoted] = match;
    if (labels.has(name)) {
      throw new Error(`${METRIC_LABELS_ANNOTATION} names ${name} twice`);
    }
    labels.set(name, quoted.replace(/\\(.)/g, '$1'));
    rest = rest.slice(match[0].length);
  }
  return Object.fromEntries(labels);
}
