import {
  responseError,
  sampleDecision,
  sampleIds,
  sampleRollout,
  sampleVerdict,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  fakeApis,
  paymentsService,
  renderEntity,
} from '../__testUtils__/renderEntity';
import { EntityReleases } from './EntityReleases';

const article = (name: string) => screen.findByRole('article', { name });
const region = (name: string | RegExp) => screen.findByRole('region', { name });

/** A release in flight over a stable one. */
function inFlight() {
  const apis = fakeApis();
  const soon = new Date(Date.now() + 50_000).toISOString();
  apis.decisions.decisions = [
    sampleDecision({
      state: 'releasing',
      rolloutIds: [sampleIds.rollout],
      may: { approve: false, reject: false, why: 'It is being released.' },
    }),
    sampleDecision({
      id: sampleIds.stableDecision,
      version: '2.13.4',
      state: 'promoted',
      createdAt: '2026-11-20T10:00:00Z',
    }),
  ];
  const rollout = sampleRollout({ dueAt: soon });
  apis.rollouts.rollouts = [
    {
      ...rollout,
      events: [
        ...rollout.events,
        {
          at: '2026-11-23T15:04:40Z',
          kind: 'verdict',
          step: 2,
          percent: 25,
          words: 'p95 latency is 38 ms above the baseline.',
          by: 'plugin:canary-analyzer',
          verdict: {
            id: sampleIds.verdict,
            verdict: 'slow',
            cause: 'inconclusive',
          },
        },
      ],
    },
  ];
  apis.verdicts.verdicts = [sampleVerdict()];
  return apis;
}

describe('EntityReleases', () => {
  it('shows how a release in flight stands', async () => {
    renderEntity(<EntityReleases />, inFlight());
    const card = within(await article('2.14.0 in flight'));
    expect(card.getByText('risk 63 high')).toBeInTheDocument();
    expect(card.getByText(/a1b2c3d/)).toBeInTheDocument();
    expect(card.getByText(/retry on 503/)).toBeInTheDocument();
    expect(card.getByText(/^step 3 of 5 · 25/)).toBeInTheDocument();
    expect(card.getByText(/^next look in 0:\d\d$/)).toBeInTheDocument();
    expect(card.getByText('slow')).toBeInTheDocument();
    expect(card.getByText(/38 ms above the baseline/)).toBeInTheDocument();
    expect(card.getByRole('button', { name: 'Pause' })).toBeInTheDocument();
    expect(card.getByRole('button', { name: 'Abort' })).toBeInTheDocument();
    expect(
      card.queryByRole('button', { name: 'Resume' }),
    ).not.toBeInTheDocument();
  });

  it('sends an abort with its reason', async () => {
    const apis = inFlight();
    renderEntity(<EntityReleases />, apis);
    const card = within(await article('2.14.0 in flight'));
    await userEvent.click(card.getByRole('button', { name: 'Abort' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/goes back to 2.13.4/)).toBeInTheDocument();
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'wrong build',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Abort' }));
    expect(apis.rollouts.controls).toEqual([
      { id: sampleIds.rollout, control: 'abort', reason: 'wrong build' },
    ]);
  });

  it('offers one way back: abort while it moves, roll back once it stands', async () => {
    const apis = inFlight();
    const may = { ...sampleRollout().may, rollback: true };
    apis.rollouts.rollouts = [sampleRollout({ may })];
    const { unmount } = renderEntity(<EntityReleases />, apis);
    const moving = within(await article('2.14.0 in flight'));
    expect(moving.getByRole('button', { name: 'Abort' })).toBeInTheDocument();
    expect(
      moving.queryByRole('button', { name: 'Roll back' }),
    ).not.toBeInTheDocument();
    unmount();

    apis.rollouts.rollouts = [
      sampleRollout({ state: 'frozen', may: { ...may, abort: false } }),
    ];
    renderEntity(<EntityReleases />, apis);
    const frozen = within(await article('2.14.0 in flight'));
    await userEvent.click(frozen.getByRole('button', { name: 'Roll back' }));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'no way on',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Roll back' }));
    expect(apis.rollouts.rollbacks).toEqual([
      { rolloutId: sampleIds.rollout, reason: 'no way on' },
    ]);
  });

  it('explains the score and compares with the stable version', async () => {
    renderEntity(<EntityReleases />, inFlight());
    const why = within(await region('Why 63'));
    const rows = within(why.getByRole('table')).getAllByRole('row');
    expect(rows[1]).toHaveTextContent('every release starts here+10');
    expect(rows.at(-1)).toHaveTextContent('Score63');
    expect(why.getByText(/no coverage report was submitted/)).toBeVisible();
    expect(why.getByText('7f3c000')).toHaveAttribute(
      'title',
      expect.stringMatching(/^7f3c0{60}$/),
    );
    expect(why.getByText(/model none/)).toBeInTheDocument();

    const compare = within(
      await region('Release Compare: 2.14.0 against 2.13.4 (stable)'),
    );
    const latency = within(
      await compare.findByRole('row', { name: /p95 latency/ }),
    );
    expect(latency.getByText(/^181.ms$/)).toBeInTheDocument();
    expect(latency.getByText(/^219.ms$/)).toBeInTheDocument();
    expect(latency.getByText(/^\+38.ms/)).toBeInTheDocument();
    expect(latency.getByText(/n 24 \/ 24/)).toBeInTheDocument();
    expect(latency.getByText('unsure')).toBeInTheDocument();
  });

  it('never draws a metric without data as a zero', async () => {
    renderEntity(<EntityReleases />, inFlight());
    const memory = await screen.findByRole('row', { name: /^memory/ });
    expect(within(memory).getAllByText('no data').length).toBeGreaterThan(2);
    expect(
      within(memory).getByRole('img', { name: 'memory: no data' }),
    ).toBeInTheDocument();
    const { cells } = memory as HTMLTableRowElement;
    [1, 2, 3].forEach(index => {
      expect(cells[index]).toHaveTextContent(/^no data$/);
    });
  });

  it('approves with the revision that was seen and a reason', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [sampleDecision({ revision: 7 })];
    renderEntity(<EntityReleases />, apis);
    const waiting = within(await region('Waiting for you'));
    await userEvent.click(waiting.getByRole('button', { name: 'Approve…' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(
      dialog.getByText(/Canary onto lab:payments-service/),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(/never starts a release by itself/),
    ).toBeInTheDocument();
    expect(dialog.getByRole('list', { name: 'Approvals' })).toHaveTextContent(
      'service owner: waiting. payments-service is in advisory mode',
    );
    expect(dialog.getByRole('button', { name: 'Approve' })).toBeDisabled();
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'read the diff',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    expect(apis.decisions.approvals).toEqual([
      {
        id: sampleIds.decision,
        decision: 'approve',
        reason: 'read the diff',
        revision: 7,
      },
    ]);
    expect(await screen.findAllByText('queued')).not.toHaveLength(0);
    expect(
      screen.queryByRole('region', { name: 'Waiting for you' }),
    ).not.toBeInTheDocument();
  });

  it('keeps the dialog with the reason when somebody else was faster', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [sampleDecision()];
    apis.decisions.approvalFault = responseError(
      409,
      'The decision has changed since you saw it',
    );
    renderEntity(<EntityReleases />, apis);
    const waiting = within(await region('Waiting for you'));
    await userEvent.click(waiting.getByRole('button', { name: 'Reject…' }));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'too risky',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'The decision has changed since you saw it',
    );
  });

  it('offers no answer to those who may not give one, and says why', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [
      sampleDecision({
        may: { approve: false, reject: false, why: 'Only the owner may.' },
      }),
    ];
    renderEntity(<EntityReleases />, apis);
    const waiting = within(await region('Waiting for approval'));
    expect(waiting.getByText(/Only the owner may./)).toBeInTheDocument();
    expect(waiting.queryByRole('button')).not.toBeInTheDocument();
  });

  it('shows the decision of the row that is chosen in the history', async () => {
    renderEntity(<EntityReleases />, inFlight());
    const history = within(await region('History'));
    expect(await region('Why 63')).toBeInTheDocument();
    await userEvent.click(
      await history.findByRole('button', { name: '2.13.4' }),
    );
    expect(await region('Decision about 2.13.4')).toBeInTheDocument();
    expect(history.getByRole('button', { name: '2.13.4' })).toHaveAttribute(
      'aria-current',
      'true',
    );
  });

  it('keeps what is known on screen when updates are lost', async () => {
    const apis = inFlight();
    renderEntity(<EntityReleases />, apis);
    const panel = within(await region('In flight'));
    await panel.findByText(/^step 3 of 5/);
    apis.rollouts.fault = responseError(503, 'The rollout backend is starting');
    await act(async () =>
      apis.signals.send({
        entityRef: 'component:default/payments-service',
        kind: 'rollout',
        id: sampleIds.rollout,
      }),
    );
    expect(await panel.findByRole('alert')).toHaveTextContent(
      /Live updates lost .* The rollout backend is starting/,
    );
    expect(panel.getByText(/^step 3 of 5/)).toBeInTheDocument();
  });

  it('names the permission that is missing', async () => {
    const apis = inFlight();
    apis.decisions.fault = responseError(403, 'Guests see nothing');
    renderEntity(<EntityReleases />, apis);
    expect(
      (await screen.findAllByText('release.decision.read')).length,
    ).toBeGreaterThan(0);
    expect(screen.queryByText('2.14.0')).not.toBeInTheDocument();
  });

  it('says what fills it while there is nothing', async () => {
    renderEntity(<EntityReleases />, fakeApis());
    expect(
      await screen.findByText('No build has been submitted for production yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('release emit && release submit'),
    ).toBeInTheDocument();
  });

  it('shows the annotation to add when there is no target', async () => {
    renderEntity(<EntityReleases />, fakeApis(), {
      entity: {
        ...paymentsService,
        metadata: { name: 'payments-service' },
      },
    });
    expect(
      await screen.findByText(/adaptive-delivery.io\/target-production:/),
    ).toBeInTheDocument();
  });

  it('has a choice of environments, kept in the address', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [
      sampleDecision({ environment: 'staging', version: '3.0.0-rc1' }),
    ];
    const annotations = {
      'adaptive-delivery.io/target-production': 'lab:payments-service',
      'adaptive-delivery.io/target-staging': 'lab:payments-staging',
    };
    renderEntity(<EntityReleases />, apis, {
      entity: {
        ...paymentsService,
        metadata: { name: 'payments-service', annotations },
      },
      url: '/?environment=staging',
    });
    expect(await article('3.0.0-rc1 waits for approval')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('combobox', { name: 'Environment' }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'production' }));
    expect(
      await screen.findByText('No build has been submitted for production yet'),
    ).toBeInTheDocument();
  });
});
