import {
  responseError,
  sampleDecision,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApis, renderEntity } from '../__testUtils__/renderEntity';
import { EntityReleases } from './EntityReleases';

const REASON =
  'Held back by the freeze window weekend until Mon 30 Nov 2026 06:00 Europe/Berlin (2026-11-30T05:00Z): Nobody is there.';

function held(may: { override: boolean; why: string }) {
  const apis = fakeApis();
  const { decision } = sampleDecision();
  apis.decisions.decisions = [
    sampleDecision({
      decision: {
        ...decision,
        freeze: {
          window: 'weekend',
          until: '2026-11-30T05:00:00.000Z',
          timeZone: 'Europe/Berlin',
          words:
            'freeze window weekend until Mon 30 Nov 2026 06:00 Europe/Berlin (2026-11-30T05:00Z): Nobody is there',
        },
      },
      state: 'queued',
      stateReason: REASON,
      releaseAfter: '2026-11-30T05:00:00.000Z',
      may: { approve: false, reject: false, ...may },
    }),
  ];
  return apis;
}

const panel = async () =>
  within(await screen.findByRole('region', { name: 'Held back by a freeze' }));

async function overrideWith(reason: string) {
  const shown = await panel();
  await userEvent.click(shown.getByRole('button', { name: 'Release now…' }));
  const dialog = within(screen.getByRole('dialog'));
  const confirm = dialog.getByRole('button', { name: 'Release now' });
  expect(confirm).toBeDisabled();
  await userEvent.type(dialog.getByRole('textbox', { name: /Reason/ }), reason);
  await userEvent.click(confirm);
  return dialog;
}

describe('a decision that a freeze window holds back', () => {
  const may = { override: true, why: 'You can release it before.' };

  it('says why it waits, and is released only with a reason', async () => {
    const apis = held(may);
    renderEntity(<EntityReleases />, apis);
    const shown = await panel();
    expect(shown.getByText(/^Held back by the/)).toHaveTextContent(
      'Held back by the freeze window weekend: Nobody is there',
    );
    expect(
      shown.getByText('Mon 30 Nov 2026, 06:00 Europe/Berlin'),
    ).toHaveTextContent('(Mon 30 Nov 2026, 05:00 UTC)');
    expect(shown.getByText(/^Ends/)).toBeVisible();
    await overrideWith('The shop is down');
    expect(apis.decisions.overrides).toEqual([
      { id: expect.any(String), reason: 'The shop is down', revision: 3 },
    ]);
  });

  it('says what holds it now, where another window followed', async () => {
    const apis = held(may);
    const releaseAfter = '2026-12-01T05:00:00.000Z';
    apis.decisions.decisions = apis.decisions.decisions.map(record => ({
      ...record,
      releaseAfter,
    }));
    renderEntity(<EntityReleases />, apis);
    const shown = await panel();
    expect(shown.getByText(REASON)).toBeVisible();
    expect(shown.getByText('Tue 1 Dec 2026, 05:00 UTC')).toBeVisible();
  });

  it('keeps the dialog when it may not go out any more', async () => {
    const apis = held(may);
    apis.decisions.approvalFault = responseError(409, 'It is quarantined');
    renderEntity(<EntityReleases />, apis);
    const dialog = await overrideWith('now');
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'It is quarantined',
    );
  });

  it('offers nothing to those who may not, and says which permission it takes', async () => {
    const why = 'You do not have the permission release.decision.override.';
    renderEntity(<EntityReleases />, held({ override: false, why }));
    const shown = await panel();
    expect(shown.getByText(why)).toBeInTheDocument();
    expect(shown.queryByRole('button')).not.toBeInTheDocument();
  });
});

it('names who released in spite of a freeze, and why', async () => {
  const apis = fakeApis();
  const record = sampleDecision({ state: 'promoted' });
  apis.decisions.decisions = [
    {
      ...record,
      decision: {
        ...record.decision,
        freezeOverride: {
          by: 'user:default/olga',
          reason: 'The shop is down',
          at: '2026-11-28T10:00:00Z',
          held: REASON,
        },
      },
    },
  ];
  renderEntity(<EntityReleases />, apis);
  expect(
    await screen.findByText(/Released in spite of a freeze by/),
  ).toHaveTextContent(/by olga, .*“The shop is down”/);
});
