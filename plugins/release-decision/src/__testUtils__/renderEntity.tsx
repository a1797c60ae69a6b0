import {
  releaseDecisionApiRef,
  rolloutApiRef,
  verdictApiRef,
} from '@adaptive-delivery/plugin-release-react';
import {
  FakeReleaseDecisionApi,
  FakeRolloutApi,
  FakeSignalApi,
  FakeVerdictApi,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { signalApiRef } from '@backstage/plugin-signals-react';

export const paymentsService: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments-service',
    annotations: {
      'adaptive-delivery.io/target-production': 'lab:payments-service',
    },
  },
};

export function fakeApis() {
  return {
    decisions: new FakeReleaseDecisionApi(),
    rollouts: new FakeRolloutApi(),
    verdicts: new FakeVerdictApi(),
    signals: new FakeSignalApi(),
  };
}
export type FakeApis = ReturnType<typeof fakeApis>;

/** The fakes as the test app takes them. */
export function toApiPairs(apis: FakeApis) {
  return [
    [releaseDecisionApiRef, apis.decisions],
    [rolloutApiRef, apis.rollouts],
    [verdictApiRef, apis.verdicts],
    [signalApiRef, apis.signals],
  ] as const;
}

/** Where links to entities lead in these tests. */
export const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef,
};

export function renderEntity(
  element: JSX.Element,
  apis: FakeApis,
  options: { entity?: Entity; url?: string } = {},
) {
  return renderInTestApp(
    <EntityProvider entity={options.entity ?? paymentsService}>
      {element}
    </EntityProvider>,
    {
      apis: toApiPairs(apis),
      mountedRoutes,
      initialRouteEntries: [options.url ?? '/'],
    },
  );
}
