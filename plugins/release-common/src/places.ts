import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ANALYSIS_PROFILE_ANNOTATION,
  METRIC_LABELS_ANNOTATION,
  analysisProfileAnnotation,
  metricLabelsAnnotation,
  parseMetricLabels,
  releaseEnvironments,
  targetAnnotation,
} from './annotations';
import { MetricLabels } from './contracts';
import { OperatingSystem, targetRef } from './contracts/primitives';

/** Where the artifacts of one system go and how they are judged there. */
export type Place = {
  /** `<driver>:<name>` */
  target: string;
  /** Name of the analysis profile of the policy. */
  profileName: string;
  metricLabels: MetricLabels;
};

/** A place for every system that a candidate has artifacts for. */
export type Places = Partial<Record<OperatingSystem, Place>>;

/** An entity does not say where it is released to; names the annotation. */
export class PlaceError extends Error {
  readonly name = 'PlaceError';
}

type Asked = {
  entity: Entity;
  environment: string;
  systems: readonly OperatingSystem[];
};

const list = (names: readonly string[]) =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

const read = (entity: Entity, annotation: string) =>
  entity.metadata.annotations?.[annotation]?.trim() || undefined;

/** What lacks, and why the annotation for all systems does not do. */
function missingTarget(asked: Asked, os: OperatingSystem): PlaceError {
  const { entity, environment, systems } = asked;
  const ref = stringifyEntityRef(entity);
  const general = targetAnnotation(environment);
  const environments = releaseEnvironments(entity);
  if (environments.length === 0) {
    return new PlaceError(
      `${ref} lacks the annotation ${general} in its catalog-info.yaml; add it, such as ${general}: kubernetes:production/${entity.metadata.name}`,
    );
  }
  if (!environments.includes(environment)) {
    return new PlaceError(
      `${ref} is not released into ${environment}: it lacks the annotation ${general}; it has a target for ${list(
        environments,
      )}`,
    );
  }
  const own = targetAnnotation(environment, os);
  return new PlaceError(
    systems.length > 1
      ? `${ref} has artifacts for ${list(
          systems,
        )}, and each system needs a target of its own: it lacks the annotation ${own} for ${environment}`
      : `${ref} has artifacts for ${os}, but lacks the annotation ${own} for ${environment}`,
  );
}

/**
 * A system's own target, or the one for all where it is the only one that
 * has none of its own: two systems never share a target.
 */
function targetOf(asked: Asked, os: OperatingSystem): string {
  const { entity, environment, systems } = asked;
  const own = targetAnnotation(environment, os);
  const general = targetAnnotation(environment);
  const withoutOwn = systems.filter(
    system => !read(entity, targetAnnotation(environment, system)),
  );
  const annotation = withoutOwn.includes(os) ? general : own;
  const target = read(entity, annotation);
  if (!target || (annotation === general && withoutOwn.length > 1)) {
    throw missingTarget(asked, os);
  }
  const checked = targetRef.safeParse(target);
  if (!checked.success) {
    throw new PlaceError(
      `The annotation ${annotation} of ${stringifyEntityRef(
        entity,
      )} is "${target}"; it ${checked.error.issues[0].message}`,
    );
  }
  return target;
}

function neededFor(
  entity: Entity,
  annotations: { own: string; general: string; example: string },
): { annotation: string; value: string } {
  const { own, general, example } = annotations;
  for (const annotation of [own, general]) {
    const value = read(entity, annotation);
    if (value) return { annotation, value };
  }
  throw new PlaceError(
    `${stringifyEntityRef(
      entity,
    )} lacks the annotation ${general} in its catalog-info.yaml; add it, such as ${general}: ${example}`,
  );
}

function labelsOf(entity: Entity, os: OperatingSystem): MetricLabels {
  const { annotation, value } = neededFor(entity, {
    own: metricLabelsAnnotation(os),
    general: METRIC_LABELS_ANNOTATION,
    example: `'service="${entity.metadata.name}"'`,
  });
  try {
    return parseMetricLabels(value, annotation);
  } catch (error) {
    throw new PlaceError(
      `${stringifyEntityRef(entity)}: ${
        error instanceof Error ? error.message : String(error)
      }`,
    );
  }
}

function refuseShared(asked: Asked, places: Places): void {
  const systems = new Map<string, OperatingSystem>();
  for (const os of asked.systems) {
    const target = places[os]?.target;
    if (target === undefined) continue;
    const other = systems.get(target);
    if (other) {
      throw new PlaceError(
        `${stringifyEntityRef(
          asked.entity,
        )} names ${target} for ${other} (${targetAnnotation(
          asked.environment,
          other,
        )}) and for ${os} (${targetAnnotation(
          asked.environment,
          os,
        )}); a target takes artifacts of one system`,
      );
    }
    systems.set(target, os);
  }
}

/**
 * Where an entity's annotations send a candidate, system by system.
 *
 * @throws PlaceError naming the annotation that lacks or cannot be read.
 */
export function placesOf(asked: Asked): Places {
  const { entity, systems } = asked;
  const places: Places = {};
  for (const os of systems) {
    places[os] = {
      target: targetOf(asked, os),
      metricLabels: labelsOf(entity, os),
      profileName: neededFor(entity, {
        own: analysisProfileAnnotation(os),
        general: ANALYSIS_PROFILE_ANNOTATION,
        example: 'http-service',
      }).value,
    };
  }
  refuseShared(asked, places);
  return places;
}
