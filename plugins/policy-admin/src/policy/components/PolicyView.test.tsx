import { releaseDecisionApiRef } from '@adaptive-delivery/plugin-release-react';
import {
  FakeReleaseDecisionApi,
  responseError,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { samplePolicy } from '../../testUtils/samplePolicy';
import { PolicyView } from './PolicyView';

async function show(api: FakeReleaseDecisionApi) {
  await renderInTestApp(<PolicyView />, {
    apis: [[releaseDecisionApiRef, api]],
  });
}

const withPolicy = (changes?: Parameters<typeof samplePolicy>[0]) =>
  new FakeReleaseDecisionApi([], [], samplePolicy(changes));

describe('PolicyView', () => {
  it('says which bundle is in force and what it rules', async () => {
    await show(withPolicy());
    expect(
      await screen.findByRole('heading', { name: 'default 1.0.0' }),
    ).toBeInTheDocument();
    const row = (table: string, name: RegExp) =>
      within(screen.getByRole('table', { name: table })).getByRole('row', {
        name,
      });
    expect(row('Factors of the score', /^Changed files/)).toHaveTextContent(
      '+8all at 40, in proportion+4',
    );
    expect(
      screen.getByText(/drives a share of the decisions, 10 % of them/),
    ).toHaveTextContent('change-risk 8 (canary)');
    expect(row('Points of the model', /^90/)).toHaveTextContent(/^90 %8$/);
    expect(row('Gates', /^kernel-driver/)).toHaveTextContent(
      'needs service owner and SRE, planned as high',
    );
    expect(row('Gates', /^failed-tests/)).toHaveTextContent(
      'nothing is released',
    );
    expect(row('Approvals', /^risk low/)).toHaveTextContent('nobody');
    expect(row('Strategies', /^ARM/)).toHaveTextContent('test-devices 5');
    expect(row('Enforcement', /payments/)).toHaveTextContent('enforced');
    expect(row('Enforcement', /^everything else/)).toHaveTextContent('shadow');
    expect(
      row('After a bad verdict', /cannot be taken back/),
    ).toHaveTextContent('freeze');
    expect(row('Metrics of http-service', /^error ratio/)).toHaveTextContent(
      'rolls back',
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('shows the file that a rule is in force from', async () => {
    await show(withPolicy());
    expect(
      await screen.findByLabelText('Text of default/policy.yaml'),
    ).toHaveTextContent('name: default');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show strategies in its file' }),
    );
    expect(screen.getByLabelText('Text of lab/lab.yaml')).toHaveTextContent(
      'strategies:',
    );
  });

  it('says when a newer bundle is broken', async () => {
    await show(
      withPolicy({
        fault: {
          kind: 'invalid',
          message: 'policy.yaml:12: bands.high must be above medium (50).',
          since: '2026-11-23T15:10:00Z',
          commit: 'badc0ffee'.padEnd(40, '0'),
        },
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /this one stays in force.*bands.high must be above medium.*broken commit is badc0ffee000.*Mend the file/,
    );
  });

  it('says when the repository does not answer', async () => {
    await show(
      withPolicy({
        fault: {
          kind: 'unreachable',
          message: 'The policy cannot be read: it did not answer within 20 s.',
          since: '2026-11-23T15:10:00Z',
          commit: null,
        },
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /last good bundle stays in force.*within 20 s.*tried again by itself/,
    );
  });

  it('says where a bundle in Git is from and which commit is in force', async () => {
    const commit = 'c0ffee'.padEnd(40, '0');
    await show(
      withPolicy({
        commit,
        sources: [
          { kind: 'folder', folder: '../../policies/default' },
          {
            kind: 'git',
            url: 'https://git.example/policy.git',
            ref: 'branch main',
            folder: 'policies',
          },
        ],
      }),
    );
    const sources = await screen.findByRole('list', { name: /later ones win/ });
    expect(
      within(sources)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'Local folder ../../policies/default',
      'Git https://git.example/policy.git, branch main, folder policies',
    ]);
    expect(screen.getByTitle(commit)).toHaveTextContent('c0ffee0000000000…');
  });

  it('shows a bundle of another form as it stands', async () => {
    await show(
      withPolicy({ bundle: JSON.parse('{"weather":{"rain":[1,"two"]}}') }),
    );
    const section = await screen.findByRole('region', { name: 'weather' });
    expect(section).toHaveTextContent('rain1two');
  });

  it.each([
    [403, 'You may not see the policy', 'policy.read'],
    [503, 'The policy could not be loaded', 'no bundle'],
  ])('says what a %d means', async (status, title, detail) => {
    const api = withPolicy();
    api.fault = responseError(status, 'no bundle');
    await show(api);
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent(detail);
  });
});
