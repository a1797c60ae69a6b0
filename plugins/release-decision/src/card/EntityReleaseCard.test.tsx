import {
  responseError,
  sampleDecision,
  sampleIds,
  sampleRollout,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { screen, within } from '@testing-library/react';
import { fakeApis, renderEntity } from '../__testUtils__/renderEntity';
import { EntityReleaseCard } from './EntityReleaseCard';

const production = async () =>
  within(await screen.findByRole('region', { name: 'production' }));

describe('EntityReleaseCard', () => {
  it('says what runs and what is in flight', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [
      sampleDecision({ state: 'releasing' }),
      sampleDecision({
        id: sampleIds.stableDecision,
        state: 'promoted',
        version: '2.13.4',
      }),
    ];
    apis.rollouts.rollouts = [sampleRollout({ simulated: true })];
    renderEntity(<EntityReleaseCard />, apis);
    const card = await production();
    expect(await card.findByText('2.13.4')).toBeInTheDocument();
    expect(card.getByText('2.14.0')).toBeInTheDocument();
    expect(card.getByText('baking')).toBeInTheDocument();
    expect(card.getByText('simulated')).toBeInTheDocument();
    expect(screen.getByText('All releases').closest('a')).toHaveAttribute(
      'href',
      '/catalog/default/component/payments-service/releases',
    );
  });

  it('does not claim that something runs when it knows nothing', async () => {
    renderEntity(<EntityReleaseCard />, fakeApis());
    const card = await production();
    expect(
      await card.findByText('The portal has not promoted a version here yet.'),
    ).toBeInTheDocument();
  });

  it('says what failed', async () => {
    const apis = fakeApis();
    apis.rollouts.fault = responseError(503, 'The database is closed');
    renderEntity(<EntityReleaseCard />, apis);
    const card = await production();
    expect(await card.findByRole('alert')).toHaveTextContent(
      'The database is closed',
    );
    expect(card.queryByText('Nothing is in flight.')).not.toBeInTheDocument();
  });
});
