import { RiskDecision } from '@adaptive-delivery/plugin-release-common';
import { Link } from '@backstage/core-components';
import {
  routeResolutionApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { policyRouteRef } from '../routes';

/** Where the policy is shown; undefined in a portal without that page. */
function usePolicyPath(): string | undefined {
  return useApiHolder().get(routeResolutionApiRef)?.resolve(policyRouteRef)?.();
}

/** `policy default 3 · digest 7f3c000 · commit c0ffee0 of https://…` */
export function PolicyLine({ policy }: Pick<RiskDecision, 'policy'>) {
  const path = usePolicyPath();
  const { name, version, digest, commit, source } = policy;
  const title = `${name} ${version}`;
  return (
    <>
      policy {path ? <Link to={path}>{title}</Link> : title}, digest{' '}
      <code title={digest}>{digest.slice(0, 7)}</code>
      {commit ? (
        <>
          , commit <code title={commit}>{commit.slice(0, 7)}</code>
        </>
      ) : null}
      {source ? <> of {source}</> : null}
    </>
  );
}
