import { releaseDecisionApiRef } from '@adaptive-delivery/plugin-release-react';
import { FakeReleaseDecisionApi } from '@adaptive-delivery/plugin-release-react/testUtils';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { PolicyAdminPage } from './legacyPlugin';
import { samplePolicy } from './testUtils/samplePolicy';

describe('the legacy plugin', () => {
  it('shows the policy in force', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [
            releaseDecisionApiRef,
            new FakeReleaseDecisionApi([], [], samplePolicy()),
          ],
        ]}
      >
        <Routes>
          <Route path="/*" element={<PolicyAdminPage />} />
        </Routes>
      </TestApiProvider>,
    );
    expect(
      await screen.findByRole('heading', { name: 'default 1.0.0' }),
    ).toBeInTheDocument();
  });
});
