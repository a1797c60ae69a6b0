import { rolloutApiRef } from '@adaptive-delivery/plugin-release-react';
import { FakeRolloutApi } from '@adaptive-delivery/plugin-release-react/testUtils';
import {
  createExtensionTester,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { screen } from '@testing-library/react';
import { rollbackPlugin } from './plugin';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'kiosk',
    annotations: { 'adaptive-delivery.io/target-production': 'lab:kiosk' },
  },
};

describe('rollbackPlugin', () => {
  it.each([
    [
      'entity-content:rollback/canary-progress',
      '/canary-progress',
      'Canary Progress',
      'Nothing has been rolled out yet',
    ],
    [
      'entity-content:rollback/rollback-incidents',
      '/rollback-incidents',
      'Rollback Incidents',
      'Nothing has been rolled back',
    ],
  ] as const)('brings %s', async (id, path, title, text) => {
    const tester = createExtensionTester(rollbackPlugin.getExtension(id));
    expect(tester.get(coreExtensionData.routePath)).toBe(path);
    expect(tester.get(EntityContentBlueprint.dataRefs.title)).toBe(title);

    await renderInTestApp(
      <EntityProvider entity={entity}>{tester.reactElement()}</EntityProvider>,
      { apis: [[rolloutApiRef, new FakeRolloutApi()]] },
    );
    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
