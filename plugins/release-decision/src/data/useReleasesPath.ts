import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';

/** The path of an entity's tab "Releases", at one of its decisions. */
export function useReleasesPath() {
  const entityPath = useRouteRef(entityRouteRef);
  return useCallback(
    (
      entityRef: string,
      options: { environment?: string; decision?: string } = {},
    ) => {
      const { kind, namespace, name } = parseEntityRef(entityRef);
      const search = new URLSearchParams();
      if (options.environment) search.set('environment', options.environment);
      if (options.decision) search.set('decision', options.decision);
      const query = search.toString();
      return `${entityPath({ kind, namespace, name })}/releases${
        query ? `?${query}` : ''
      }`;
    },
    [entityPath],
  );
}
