import {
  releaseDecisionApiRef,
  rolloutApiRef,
  verdictApiRef,
} from '@adaptive-delivery/plugin-release-react';
import {
  FakeReleaseDecisionApi,
  FakeRolloutApi,
  FakeVerdictApi,
  responseError,
  sampleIds,
  sampleRollout,
  sampleVerdict,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CanaryProgressContent } from './CanaryProgressContent';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payments-service',
    annotations: {
      'adaptive-delivery.io/target-production': 'lab:payments-service',
    },
  },
};

async function show(options: {
  rollouts?: FakeRolloutApi;
  verdicts?: FakeVerdictApi;
  annotations?: Record<string, string>;
  path?: string;
}) {
  const rollouts = options.rollouts ?? new FakeRolloutApi([sampleRollout()]);
  const verdicts = options.verdicts ?? new FakeVerdictApi([sampleVerdict()]);
  const annotations = options.annotations ?? entity.metadata.annotations;
  const rendered = await renderInTestApp(
    <EntityProvider
      entity={{ ...entity, metadata: { ...entity.metadata, annotations } }}
    >
      <CanaryProgressContent />
    </EntityProvider>,
    {
      apis: [
        [rolloutApiRef, rollouts],
        [verdictApiRef, verdicts],
        [releaseDecisionApiRef, new FakeReleaseDecisionApi()],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [options.path ?? '/'],
    },
  );
  return { rollouts, verdicts, ...rendered };
}

const may = {
  pause: false,
  resume: false,
  promote: false,
  abort: false,
  rollback: false,
};

describe('CanaryProgressContent', () => {
  it('tells how far it is, how it goes and how sure that is', async () => {
    await show({});
    expect(
      await screen.findByRole('region', {
        name: '2.14.0 on lab:payments-service',
      }),
    ).toHaveTextContent('Windows passed2 of 5');
    const card = await screen.findByRole('article', { name: 'p95 latency' });
    expect(card).toHaveTextContent('219 ms, n 24 points');
    expect(card).toHaveTextContent(/Interval−4.*80 ms \(95 %\)/);
    const rail = screen.getByRole('list', { name: 'Looks, newest first' });
    expect(within(rail).getAllByRole('listitem')).toHaveLength(1);
    expect(rail).toHaveTextContent('slow');
    expect(rail).toHaveTextContent('unsure');
  });

  it('draws missing data as a hatched gap, in neither arm a line', async () => {
    await show({});
    const memory = await screen.findByRole('article', { name: 'memory' });
    await waitFor(() =>
      expect(memory.querySelectorAll('.metric-gap')).toHaveLength(1),
    );
    expect(memory.querySelectorAll('.recharts-line-curve[d]')).toHaveLength(0);

    const latency = screen.getByRole('article', { name: 'p95 latency' });
    expect(latency.querySelectorAll('.metric-gap')).toHaveLength(0);
    expect(latency.querySelectorAll('.recharts-line-curve[d]')).toHaveLength(2);
  });

  it('has a table beside each chart', async () => {
    await show({});
    const memory = await screen.findByRole('article', { name: 'memory' });
    await userEvent.click(
      within(memory).getByRole('button', { name: 'Show table' }),
    );
    expect(
      within(memory).getAllByRole('cell', { name: 'no data' }),
    ).toHaveLength(4);
  });

  it('shows the queries behind a click', async () => {
    await show({});
    const card = await screen.findByRole('article', { name: 'p95 latency' });
    const query = 'release_track:latency_seconds:p95{track="candidate"}';
    expect(within(card).getByText(query)).not.toBeVisible();
    await userEvent.click(
      within(card).getByRole('button', { name: 'Query and detectors' }),
    );
    expect(within(card).getByText(query)).toBeVisible();
  });

  it('shows the look that is chosen', async () => {
    await show({
      verdicts: new FakeVerdictApi([
        sampleVerdict({ verdictId: 'old', words: 'What the first look saw.' }),
        sampleVerdict({ look: 1, words: 'What the second look saw.' }),
      ]),
    });
    expect(
      await screen.findByText('What the second look saw.'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /step 3, look 1$/ }),
    );
    expect(screen.getByText('What the first look saw.')).toBeInTheDocument();
  });

  it('controls the rollout with a reason', async () => {
    const { rollouts } = await show({});
    await userEvent.click(await screen.findByRole('button', { name: 'Abort' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('The target goes back to 2.13.4');
    await userEvent.type(
      within(dialog).getByRole('textbox'),
      'customers call in',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Abort' }),
    );
    await waitFor(() =>
      expect(rollouts.controls).toEqual([
        {
          id: sampleIds.rollout,
          control: 'abort',
          reason: 'customers call in',
        },
      ]),
    );
  });

  it('hides the controls from whoever may not use them', async () => {
    await show({ rollouts: new FakeRolloutApi([sampleRollout({ may })]) });
    expect(
      await screen.findByText(/you need the permission/),
    ).toHaveTextContent('rollout.control');
    for (const name of ['Pause', 'Promote this step', 'Abort', 'Roll back']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('shows the rollout the address names', async () => {
    const old = sampleRollout({
      id: 'old',
      state: 'promoted',
      target: 'lab:elsewhere',
      simulated: true,
      may,
    });
    await show({
      rollouts: new FakeRolloutApi([sampleRollout(), old]),
      path: '/?rollout=old',
    });
    expect(
      await screen.findByRole('region', { name: '2.14.0 on lab:elsewhere' }),
    ).toHaveTextContent('simulated');
  });

  it.each([
    [
      'no annotation',
      { annotations: {} },
      'This entity is not released through the portal',
    ],
    [
      'no rollout',
      { rollouts: new FakeRolloutApi() },
      'Nothing has been rolled out yet',
    ],
    [
      'no verdict',
      { verdicts: new FakeVerdictApi() },
      'Nothing has been compared yet',
    ],
  ])('says what to do with %s', async (_, options, text) => {
    await show(options);
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it.each([
    [403, 'You may not see the rollouts'],
    [503, 'The rollouts could not be loaded'],
  ])('says what a %d means', async (status, text) => {
    const rollouts = new FakeRolloutApi();
    rollouts.fault = responseError(status, 'the reason');
    await show({ rollouts });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('says once that it is old, and keeps what it knew', async () => {
    const { rollouts, verdicts } = await show({});
    await screen.findByRole('article', { name: 'p95 latency' });
    rollouts.fault = responseError(503, 'down');
    verdicts.fault = responseError(503, 'down');
    const asked = jest.spyOn(verdicts, 'listVerdicts');
    // The poll that finds out comes after five seconds at most.
    expect(await screen.findByText(/Live updates lost/)).toBeInTheDocument();
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(screen.getAllByText(/Live updates lost/)).toHaveLength(1);
    expect(
      screen.getByRole('article', { name: 'p95 latency' }),
    ).toBeInTheDocument();
  });

  it('still shows the rollout when the verdicts cannot be had', async () => {
    const verdicts = new FakeVerdictApi();
    verdicts.fault = responseError(503, 'judge is down');
    await show({ verdicts });
    expect(
      await screen.findByText('The verdicts could not be loaded'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Abort' })).toBeInTheDocument();
  });
});
