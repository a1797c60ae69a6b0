import { Entity } from '@backstage/catalog-model';
import { OperatingSystem, operatingSystem } from './contracts/primitives';

const PREFIX = 'adaptive-delivery.io';

/** `.windows` for one system, nothing for all of them. */
const suffix = (os?: OperatingSystem) => (os ? `.${os}` : '');

/**
 * `adaptive-delivery.io/target-<environment>: <driver>:<name>`, and for a
 * component of several systems `adaptive-delivery.io/target-<environment>.<os>`.
 */
export const targetAnnotation = (environment: string, os?: OperatingSystem) =>
  `${PREFIX}/target-${environment}${suffix(os)}`;

/** Label matchers that single out the entity's series: `service="payments"`. */
export const METRIC_LABELS_ANNOTATION = `${PREFIX}/metric-labels`;

/** Those of one system, where they differ. */
export const metricLabelsAnnotation = (os?: OperatingSystem) =>
  `${METRIC_LABELS_ANNOTATION}${suffix(os)}`;

/** Name of the analysis profile of the policy bundle. */
export const ANALYSIS_PROFILE_ANNOTATION = `${PREFIX}/analysis-profile`;

/** That of one system, where it differs. */
export const analysisProfileAnnotation = (os?: OperatingSystem) =>
  `${ANALYSIS_PROFILE_ANNOTATION}${suffix(os)}`;

/** One place that an entity is released to. */
export type ReleaseTarget = {
  environment: string;
  /** Whose artifacts go there; null for a component of one system. */
  os: OperatingSystem | null;
  target: string;
};

const isSystem = (name: string): name is OperatingSystem =>
  operatingSystem.options.some(os => os === name);

/** What an entity's annotations name as targets, by environment and system. */
export function releaseTargets(entity: Entity): ReleaseTarget[] {
  const start = targetAnnotation('');
  return Object.entries(entity.metadata.annotations ?? {}).flatMap(
    ([key, target]): ReleaseTarget[] => {
      if (!key.startsWith(start)) return [];
      const [environment, ...rest] = key.slice(start.length).split('.');
      const os = rest.join('.');
      if (!environment) return [];
      if (rest.length === 0) return [{ environment, os: null, target }];
      return isSystem(os) ? [{ environment, os, target }] : [];
    },
  );
}

/** The environments an entity is released into, each once, in order. */
export function releaseEnvironments(entity: Entity): string[] {
  return [
    ...new Set(releaseTargets(entity).map(({ environment }) => environment)),
  ].sort();
}

/** Whether the portal releases this entity anywhere. */
export function isReleaseAvailable(entity: Entity): boolean {
  return releaseTargets(entity).length > 0;
}

const LABEL =
  /^([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\["\\])*)"\s*(?:,\s*|$)/;

/**
 * `service="payments",region="eu"` as an object; `\"` and `\\` are the only
 * escapes.
 *
 * @param annotation - where it stands, for the words of the error
 * @throws Error naming what cannot be read.
 */
export function parseMetricLabels(
  value: string,
  annotation: string = METRIC_LABELS_ANNOTATION,
): Record<string, string> {
  const labels = new Map<string, string>();
  let rest = value.trim();
  while (rest) {
    const match = LABEL.exec(rest);
    if (!match) {
      throw new Error(
        `${annotation} cannot be read from ${JSON.stringify(
          rest.slice(0, 80),
        )} on; write name="value", separated by commas`,
      );
    }
    const [, name, quoted] = match;
    if (labels.has(name)) {
      throw new Error(`${annotation} names ${name} twice`);
    }
    labels.set(name, quoted.replace(/\\(.)/g, '$1'));
    rest = rest.slice(match[0].length);
  }
  return Object.fromEntries(labels);
}
