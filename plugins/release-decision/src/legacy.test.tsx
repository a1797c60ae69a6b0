import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  TestApiProvider,
  renderInTestApp as renderInLegacyApp,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  EntityReleaseCard,
  EntityReleasesContent,
  ReleasesPage,
  isReleaseAvailable,
  releaseDecisionPlugin,
} from './legacy';
import {
  fakeApis,
  mountedRoutes,
  paymentsService,
  toApiPairs,
} from './__testUtils__/renderEntity';

function renderLegacy(element: JSX.Element) {
  const apis = fakeApis();
  apis.decisions.decisions = [sampleDecision()];
  return renderInLegacyApp(
    <TestApiProvider apis={toApiPairs(apis)}>
      <EntityProvider entity={paymentsService}>
        <Routes>
          <Route path="/" element={element} />
        </Routes>
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes },
  );
}

describe('release-decision in a legacy app', () => {
  it('has the same APIs and the same filter', () => {
    expect([...releaseDecisionPlugin.getApis()]).toHaveLength(4);
    expect(isReleaseAvailable(paymentsService)).toBe(true);
  });

  it('renders the page with its own header', async () => {
    await renderLegacy(<ReleasesPage />);
    expect(
      await screen.findByRole('heading', { name: 'Releases' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Approve…' }),
    ).toBeInTheDocument();
  });

  it('renders the tab', async () => {
    await renderLegacy(<EntityReleasesContent />);
    expect(
      await screen.findByRole('region', { name: 'Why 63' }),
    ).toBeInTheDocument();
  });

  it('renders the card', async () => {
    await renderLegacy(<EntityReleaseCard />);
    expect(
      await screen.findByRole('link', { name: '1 release waits for approval' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/payments-service/releases?environment=production',
    );
  });
});
