import {
  createFrontendPlugin,
  PageBlueprint,
  useApi,
} from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { learningApiRef } from './learningApi';
import { releaseApiFactories, releaseApisPlugin } from './plugin';
import { releaseDecisionApiRef } from './releaseDecisionApi';
import { rolloutApiRef } from './rolloutApi';
import { verdictApiRef } from './verdictApi';

const refs = [
  releaseDecisionApiRef,
  rolloutApiRef,
  verdictApiRef,
  learningApiRef,
];

function Names() {
  const names = [
    useApi(releaseDecisionApiRef),
    useApi(rolloutApiRef),
    useApi(verdictApiRef),
    useApi(learningApiRef),
  ].map(api => api.constructor.name);
  return <p>{names.join(' ')}</p>;
}

const consumer = createFrontendPlugin({
  pluginId: 'consumer',
  extensions: [
    PageBlueprint.make({
      params: { path: '/names', loader: async () => <Names /> },
    }),
  ],
});

describe('releaseApisPlugin', () => {
  it('provides every API once, however many plugins bring it along', async () => {
    renderTestApp({
      features: [consumer, releaseApisPlugin, releaseApisPlugin],
      initialRouteEntries: ['/names'],
      apis: [
        mockApis.discovery(),
        mockApis.fetch({ baseImplementation: 'none' }),
      ],
    });
    expect(
      await screen.findByText(
        'ReleaseDecisionClient RolloutClient VerdictClient LearningClient',
      ),
    ).toBeInTheDocument();
  });

  it('gives legacy apps the same APIs', () => {
    expect(releaseApiFactories.map(factory => factory.api.id)).toEqual(
      refs.map(ref => ref.id),
    );
  });
});
