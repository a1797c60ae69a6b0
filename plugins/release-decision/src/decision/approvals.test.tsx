import {
  DecisionRecord,
  GivenApproval,
} from '@adaptive-delivery/plugin-release-common';
import {
  responseError,
  sampleDecision,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApis, renderEntity } from '../__testUtils__/renderEntity';
import { EntityReleases } from '../entity/EntityReleases';

const ofOlga: GivenApproval = {
  role: 'sre',
  decision: 'approve',
  by: 'user:default/olga',
  reason: 'Looked at the dashboards',
  at: '2026-11-23T15:01:00Z',
  via: 'slack',
};

/** A decision that the owner and an SRE are asked for. */
function twoRoles(
  given: GivenApproval[],
  changes: Partial<DecisionRecord> = {},
): DecisionRecord {
  const record = sampleDecision(changes);
  return {
    ...record,
    decision: {
      ...record.decision,
      approvals: {
        required: [
          { role: 'owner', why: 'The risk is critical' },
          { role: 'sre', why: 'The risk is critical' },
        ],
        given,
        fourEyes: {
          authorCannotApprove: true,
          distinctPeople: true,
          unknownAuthors: 'compareAddress',
        },
      },
    },
  };
}

function show(record: DecisionRecord) {
  const apis = fakeApis();
  apis.decisions.decisions = [record];
  renderEntity(<EntityReleases />, apis);
  return apis;
}

const card = async () =>
  within(
    await screen.findByRole('article', { name: '2.14.0 waits for approval' }),
  );
const lines = (scope: ReturnType<typeof within>) =>
  within(scope.getByRole('list', { name: 'Approvals' }))
    .getAllByRole('listitem')
    .map(item => item.textContent);

describe('who may approve', () => {
  it('says who answered, where and why, and what the reader can do', async () => {
    show(
      twoRoles([ofOlga], {
        may: {
          approve: true,
          reject: true,
          why: 'You can approve as the owner.',
          roles: [
            {
              role: 'owner',
              given: false,
              may: true,
              why: 'You can approve as the owner.',
            },
            { role: 'sre', given: true, may: false, why: 'It was given.' },
          ],
        },
      }),
    );
    const shown = await card();
    expect(lines(shown)).toEqual([
      'service owner: waiting. The risk is critical',
      expect.stringMatching(
        /^SRE: approved by olga in Slack, .*: “Looked at the dashboards”$/,
      ),
    ]);
    expect(shown.getByText(/You can approve as the owner/)).toBeVisible();
    expect(shown.getByRole('link', { name: 'olga' })).toHaveAttribute(
      'href',
      '/catalog/default/user/olga',
    );
  });

  it('says it role by role where the answers differ', async () => {
    const owner = 'You cannot approve as the owner: group:default/a owns it.';
    const sre = 'You cannot approve as SRE: that is group:default/sre.';
    show(
      twoRoles([], {
        may: {
          approve: false,
          reject: false,
          why: `${owner} ${sre}`,
          roles: [
            { role: 'owner', given: false, may: false, why: owner },
            { role: 'sre', given: false, may: false, why: sre },
          ],
        },
      }),
    );
    const shown = await card();
    expect(lines(shown)).toEqual([
      'service owner: waiting. The risk is criticalYou cannot approve as the owner: a owns it.',
      'SRE: waiting. The risk is criticalYou cannot approve as SRE: that is sre.',
    ]);
    expect(shown.queryByText(`${owner} ${sre}`)).not.toBeInTheDocument();
  });

  it('names who wrote the change, and whom the catalog does not know', async () => {
    show(
      twoRoles([], {
        authors: [
          {
            name: 'Dana',
            email: 'dana@x.example',
            refs: ['user:default/dana'],
          },
          { name: 'Bot', email: 'bot@x.example', refs: [] },
        ],
      }),
    );
    expect((await card()).getByText(/^Written by/)).toHaveTextContent(
      'Written by dana, Bot <bot@x.example> (not a person in the catalog). Four eyes: who wrote the change cannot approve it; two roles take two people.',
    );
  });

  it('says when the build names no author', async () => {
    show(twoRoles([], { authors: [] }));
    expect(
      (await card()).getByText(/does not say who wrote the change/),
    ).toBeVisible();
  });

  it('does not wait for anything once it is settled', async () => {
    show(
      twoRoles([{ ...ofOlga, decision: 'reject' }], {
        state: 'rejected',
        may: { approve: false, reject: false, why: 'It was rejected.' },
      }),
    );
    const summary = await screen.findByRole('region', {
      name: 'Decision about 2.14.0',
    });
    expect(lines(within(summary))).toEqual([
      'service owner: not given. The risk is critical',
      expect.stringMatching(/^SRE: rejected by olga/),
    ]);
  });
});

describe('a lost race', () => {
  async function loseAgainst(after: DecisionRecord) {
    const apis = show(twoRoles([]));
    await userEvent.click(
      (await card()).getByRole('button', { name: 'Approve…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'tested',
    );
    apis.decisions.approvalFault = responseError(409, 'olga was faster');
    apis.decisions.decisions = [after];
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    return { apis, dialog };
  }

  it('tells who was faster and what they said, and leaves nothing to send', async () => {
    const { dialog } = await loseAgainst(
      twoRoles([{ ...ofOlga, decision: 'reject' }], {
        state: 'rejected',
        stateReason: 'Rejected by olga.',
        may: { approve: false, reject: false, why: 'It was rejected.' },
      }),
    );
    const alert = await dialog.findByRole('alert');
    expect(alert).toHaveTextContent(
      /Rejected as SRE by olga in Slack, .*“Looked at the dashboards”.*Your answer is not needed any more. Rejected by olga./,
    );
    expect(dialog.queryByRole('textbox')).not.toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('lets the reason stand and sends it with the newer revision', async () => {
    const { apis, dialog } = await loseAgainst(
      twoRoles([ofOlga], { revision: 4 }),
    );
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      /Approved as SRE by olga.*Yours is still asked for/,
    );
    apis.decisions.approvalFault = undefined;
    await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
    expect(apis.decisions.approvals).toEqual([
      expect.objectContaining({ reason: 'tested', revision: 4 }),
    ]);
  });

  it('shows any other conflict in its own words', async () => {
    const { dialog } = await loseAgainst(twoRoles([]));
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'olga was faster',
    );
  });
});
