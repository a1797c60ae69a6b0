import {
  ANALYSIS_PROFILE_ANNOTATION,
  METRIC_LABELS_ANNOTATION,
  OperatingSystem,
  entityRef,
  environmentName,
  identifier,
  parseMetricLabels,
  parseWith,
  reference,
  targetAnnotation,
  targetRef,
} from '@adaptive-delivery/plugin-release-common';
import {
  CompoundEntityRef,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, isError } from '@backstage/errors';

/** One system that the component is built for. */
export type BuildTarget = { os: OperatingSystem; arch: string };

/** What a person filled in. */
export type OnboardingInput = {
  component: string;
  owner: string;
  system?: string;
  description?: string;
  environment: string;
  target?: string;
  metricLabels?: string;
  analysisProfile?: string;
  builds: BuildTarget[];
  repoUrl?: string;
};

/** The same, checked, with its defaults. */
export type Onboarding = {
  ref: CompoundEntityRef;
  /** `component:default/payments-service` */
  entityRef: string;
  owner: string;
  system?: string;
  description?: string;
  environment: string;
  annotations: Record<string, string>;
  builds: BuildTarget[];
  repoUrl?: string;
};

function checked<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InputError(
      `${field}: ${isError(error) ? error.message : String(error)}`,
    );
  }
}

function componentRef(value: string): CompoundEntityRef {
  return checked('component', () => {
    const ref = parseEntityRef(value, {
      defaultKind: 'component',
      defaultNamespace: 'default',
    });
    if (ref.kind.toLowerCase() !== 'component') {
      throw new InputError(`${value} is not a component`);
    }
    parseWith(entityRef, value, stringifyEntityRef(ref));
    return ref;
  });
}

/**
 * Checks what a person filled in, and adds what follows from it.
 *
 * @throws InputError naming the field.
 */
export function readOnboarding(input: OnboardingInput): Onboarding {
  const ref = componentRef(input.component);
  checked('environment', () =>
    parseWith(environmentName, 'the environment', input.environment),
  );
  const metricLabels = input.metricLabels || `component="${ref.name}"`;
  checked('metricLabels', () => parseMetricLabels(metricLabels));
  const profile = input.analysisProfile || 'http-service';
  checked('analysisProfile', () =>
    parseWith(identifier, 'the profile', profile),
  );
  const annotations: Record<string, string> = {
    [METRIC_LABELS_ANNOTATION]: metricLabels,
    [ANALYSIS_PROFILE_ANNOTATION]: profile,
  };
  const { target, repoUrl } = input;
  if (target) {
    checked('target', () => parseWith(targetRef, 'the target', target));
    annotations[targetAnnotation(input.environment)] = target;
  }
  if (repoUrl) {
    checked('repoUrl', () => parseWith(reference, 'the address', repoUrl));
  }
  if (input.builds.length === 0) {
    throw new InputError('builds: name at least one system to build for');
  }
  const systems = input.builds.map(({ os }) => os);
  const twice = systems.find((os, index) => systems.indexOf(os) < index);
  if (twice) {
    throw new InputError(
      `builds: ${twice} is named twice; name it once, and list its further architectures in release.yaml`,
    );
  }
  return {
    ref,
    entityRef: stringifyEntityRef(ref),
    owner: input.owner,
    system: input.system || undefined,
    description: input.description || undefined,
    environment: input.environment,
    annotations,
    builds: input.builds,
    repoUrl: repoUrl || undefined,
  };
}
