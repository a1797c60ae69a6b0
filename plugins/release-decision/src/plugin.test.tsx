import { releaseApisPlugin } from '@adaptive-delivery/plugin-release-react';
import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';
import { Entity } from '@backstage/catalog-model';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { screen } from '@testing-library/react';
import features, {
  entityReleaseCard,
  entityReleasesContent,
  releaseDecisionPlugin,
} from '.';
import {
  fakeApis,
  mountedRoutes,
  paymentsService,
  renderEntity,
  toApiPairs,
} from './__testUtils__/renderEntity';

describe('release-decision', () => {
  it('brings its plugin and the shared APIs along', () => {
    expect(features.$$type).toBe('@backstage/FrontendFeatureLoader');
  });

  it('serves the fleet at /releases', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [sampleDecision()];
    renderTestApp({
      features: [releaseDecisionPlugin, releaseApisPlugin],
      apis: toApiPairs(apis),
      mountedRoutes,
      initialRouteEntries: ['/releases'],
    });
    expect(
      await screen.findByRole('region', { name: 'Waiting for me' }),
    ).toBeInTheDocument();
  });

  it('shows the tab only for entities with a target', async () => {
    const tester = createExtensionTester(entityReleasesContent);
    const filter = tester.get(EntityContentBlueprint.dataRefs.filterFunction);
    const without: Entity = {
      ...paymentsService,
      metadata: { name: 'library' },
    };
    expect(filter?.(paymentsService)).toBe(true);
    expect(filter?.(without)).toBe(false);

    renderEntity(tester.reactElement(), fakeApis());
    expect(
      await screen.findByText('No build has been submitted for production yet'),
    ).toBeInTheDocument();
  });

  it('shows what runs on the overview', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [
      sampleDecision({ state: 'promoted', version: '2.13.4' }),
    ];
    renderEntity(createExtensionTester(entityReleaseCard).reactElement(), apis);
    expect(await screen.findByText('2.13.4')).toBeInTheDocument();
  });
});
