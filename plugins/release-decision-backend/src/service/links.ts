import { RiskDecision } from '@adaptive-delivery/plugin-release-common';
import { parseEntityRef } from '@backstage/catalog-model';

/**
 * Path of the page on which a decision is shown: its component's, and of a
 * bundle that of its first part, since a system has no such page.
 */
export function decisionPath(of: {
  entityRef: string;
  decision: Pick<RiskDecision, 'candidate'>;
}): string {
  const [part] = of.decision.candidate.parts ?? [];
  return releasesPath(part?.component ?? of.entityRef);
}

/** Path of the Releases tab of an entity within the portal. */
export function releasesPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${namespace}/${kind}/${name}/releases`;
}
