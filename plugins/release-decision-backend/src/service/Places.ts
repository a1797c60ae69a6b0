import {
  ANALYSIS_PROFILE_ANNOTATION,
  METRIC_LABELS_ANNOTATION,
  MetricLabels,
  parseMetricLabels,
  releaseTargets,
  targetAnnotation,
  targetRef,
} from '@adaptive-delivery/plugin-release-common';
import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';

/** Where a component is released to and how it is judged there. */
export type Place = {
  target: string;
  profileName: string;
  metricLabels: MetricLabels;
};

function needed(entity: Entity, ref: string, name: string, example: string) {
  const value = entity.metadata.annotations?.[name]?.trim();
  if (value) return value;
  throw new InputError(
    `${ref} lacks the annotation ${name} in its catalog-info.yaml; add it, such as ${name}: ${example}`,
  );
}

function targetOf(entity: Entity, ref: string, environment: string): string {
  const annotation = targetAnnotation(environment);
  const known = Object.keys(releaseTargets(entity));
  if (known.length > 0 && !known.includes(environment)) {
    throw new InputError(
      `${ref} is not released into ${environment}: it lacks the annotation ${annotation}; it has a target for ${known.join(
        ', ',
      )}`,
    );
  }
  const target = needed(entity, ref, annotation, 'kubernetes:production/name');
  const result = targetRef.safeParse(target);
  if (!result.success) {
    throw new InputError(
      `The annotation ${annotation} of ${ref} is "${target}"; it ${result.error.issues[0].message}`,
    );
  }
  return target;
}

function labelsOf(entity: Entity, ref: string): MetricLabels {
  const value = needed(
    entity,
    ref,
    METRIC_LABELS_ANNOTATION,
    `'service="${entity.metadata.name}"'`,
  );
  try {
    return parseMetricLabels(value);
  } catch (error) {
    throw new InputError(
      `${ref}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** What the catalog says about where a component goes and whose it is. */
export class Places {
  constructor(
    private readonly deps: { catalog: CatalogService; auth: AuthService },
  ) {}

  private async entity(ref: string): Promise<Entity | undefined> {
    const { catalog, auth } = this.deps;
    return catalog.getEntityByRef(ref, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  }

  /**
   * @throws NotFoundError for a component that the catalog does not hold,
   * InputError naming the annotation that it lacks.
   */
  async find(ref: string, environment: string): Promise<Place> {
    const entity = await this.entity(ref);
    if (!entity) {
      throw new NotFoundError(
        `${ref} is not in the catalog; register its catalog-info.yaml first`,
      );
    }
    return {
      target: targetOf(entity, ref, environment),
      metricLabels: labelsOf(entity, ref),
      profileName: needed(
        entity,
        ref,
        ANALYSIS_PROFILE_ANNOTATION,
        'http-service',
      ),
    };
  }

  /** Owner of a component; null when the catalog names none. */
  async ownerOf(ref: string): Promise<string | null> {
    const entity = await this.entity(ref);
    const relation = entity?.relations?.find(
      ({ type }) => type === RELATION_OWNED_BY,
    );
    return relation?.targetRef ?? null;
  }
}
