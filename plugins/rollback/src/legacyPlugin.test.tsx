import { rolloutApiRef } from '@adaptive-delivery/plugin-release-react';
import { FakeRolloutApi } from '@adaptive-delivery/plugin-release-react/testUtils';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  EntityCanaryProgressContent,
  EntityRollbackIncidentsContent,
} from './legacyPlugin';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'kiosk',
    annotations: { 'adaptive-delivery.io/target-production': 'lab:kiosk' },
  },
};

describe('the legacy plugin', () => {
  it.each([
    [
      'canary progress',
      EntityCanaryProgressContent,
      'Nothing has been rolled out yet',
    ],
    [
      'rollback incidents',
      EntityRollbackIncidentsContent,
      'Nothing has been rolled back',
    ],
  ])('shows %s', async (_, Content, text) => {
    await renderInTestApp(
      <TestApiProvider apis={[[rolloutApiRef, new FakeRolloutApi()]]}>
        <EntityProvider entity={entity}>
          <Routes>
            <Route path="/" element={<Content />} />
          </Routes>
        </EntityProvider>
      </TestApiProvider>,
    );
    expect(await screen.findByText(text)).toBeInTheDocument();
  });
});
