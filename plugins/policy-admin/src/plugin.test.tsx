import {
  learningApiRef,
  releaseDecisionApiRef,
} from '@adaptive-delivery/plugin-release-react';
import {
  FakeLearningApi,
  FakeReleaseDecisionApi,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { policyAdminPlugin } from './plugin';
import { samplePolicy } from './testUtils/samplePolicy';

describe('policyAdminPlugin', () => {
  it.each([
    ['/policy-admin', 'default 1.0.0'],
    ['/policy-admin/quarantine', 'Nothing is quarantined'],
    ['/policy-admin/outcomes', 'No decision has been kept yet'],
  ])('serves %s', async (path, text) => {
    renderTestApp({
      features: [policyAdminPlugin],
      initialRouteEntries: [path],
      apis: [
        [
          releaseDecisionApiRef,
          new FakeReleaseDecisionApi([], [], samplePolicy()),
        ],
        [learningApiRef, new FakeLearningApi()],
      ],
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
    for (const name of ['Policy', 'Quarantine', 'Outcomes']) {
      expect(screen.getByRole('tab', { name })).toBeInTheDocument();
    }
  });
});
