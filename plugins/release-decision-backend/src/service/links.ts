import { parseEntityRef } from '@backstage/catalog-model';

/** Path of the Releases tab of an entity within the portal. */
export function releasesPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${namespace}/${kind}/${name}/releases`;
}
