import {
  releaseDecisionApiRef,
  rolloutApiRef,
  verdictApiRef,
} from '@adaptive-delivery/plugin-release-react';
import {
  FakeReleaseDecisionApi,
  FakeRolloutApi,
  FakeVerdictApi,
  sampleDecision,
  sampleIds,
  sampleIncident,
  sampleRollout,
  sampleVerdict,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SWRConfig } from 'swr';
import { RollbackIncidentsContent } from './RollbackIncidentsContent';

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
const incident = sampleIncident();
const quarantined = {
  sha256: incident.quarantine!.sha256[0],
  component: incident.candidate.component,
  reason: 'rolled back',
  since: incident.detectedAt,
  until: new Date(Date.now() + 3 * 3_600_000).toISOString(),
  incidentId: incident.incidentId,
  by: 'plugin:rollout',
};
const rolledBack = sampleRollout({
  state: 'rolledBack',
  may: {
    pause: false,
    resume: false,
    promote: false,
    abort: false,
    rollback: false,
  },
});

async function show(
  options: {
    rollouts?: FakeRolloutApi;
    mayLift?: boolean;
    path?: string;
  } = {},
) {
  const rollouts =
    options.rollouts ?? new FakeRolloutApi([rolledBack], [incident]);
  const decisions = new FakeReleaseDecisionApi(
    [sampleDecision()],
    [quarantined],
  );
  const authorize =
    options.mayLift ?? true ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
  await renderInTestApp(
    // Permissions are remembered there, from one test to the next.
    <SWRConfig value={{ provider: () => new Map() }}>
      <EntityProvider entity={entity}>
        <RollbackIncidentsContent />
      </EntityProvider>
    </SWRConfig>,
    {
      apis: [
        [rolloutApiRef, rollouts],
        [verdictApiRef, new FakeVerdictApi([sampleVerdict()])],
        [releaseDecisionApiRef, decisions],
        [permissionApiRef, mockApis.permission({ authorize })],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [options.path ?? '/'],
    },
  );
  return { rollouts, decisions };
}

const detail = `/?incident=${incident.incidentId}`;

describe('RollbackIncidentsContent', () => {
  it('lists what was rolled back and opens it', async () => {
    await show();
    const table = await screen.findByRole('table', {
      name: 'Rollback incidents',
    });
    const [, row] = within(table).getAllByRole('row');
    for (const text of ['2.14.0', 'rolled back', '55 s', '20 s', '4.1 pp']) {
      expect(row).toHaveTextContent(text);
    }
    await userEvent.click(within(row).getByRole('button', { name: '2.14.0' }));
    expect(
      await screen.findByRole('region', { name: 'What happened' }),
    ).toHaveTextContent('restore: done');
  });

  it('tells the whole story', async () => {
    await show({ path: detail });
    const story = await screen.findByRole('region', { name: 'What happened' });
    await waitFor(() => expect(story).toHaveTextContent('Decided'));
    expect(story).toHaveTextContent('The target runs 2.13.4 again.');
    expect(
      await screen.findByRole('region', { name: /^Evidence, as it was/ }),
    ).toHaveTextContent('p95 latency');
    const artifacts = screen.getByRole('region', { name: 'Artifacts' });
    expect(
      within(artifacts).getByRole('link', { name: /Open a fix/ }),
    ).toHaveAttribute('href', 'https://git.example/payments');
    expect(
      screen.getByRole('link', { name: 'Open its rollout' }),
    ).toHaveAttribute(
      'href',
      `/catalog/default/component/payments-service/canary-progress?rollout=${sampleIds.rollout}`,
    );
  });

  it('makes no link of an address that is not of the web', async () => {
    await show({ path: detail });
    const artifacts = await screen.findByRole('region', { name: 'Artifacts' });
    expect(
      await within(artifacts).findByText('payments-service'),
    ).toBeInTheDocument();
    expect(
      within(artifacts).queryByRole('link', { name: 'payments-service' }),
    ).not.toBeInTheDocument();
  });

  it('counts the quarantine down and lifts it with a reason', async () => {
    const { decisions } = await show({ path: detail });
    const panel = await screen.findByRole('region', { name: 'Quarantine' });
    expect(await within(panel).findByText(/^2 h 59 min|^3 h/)).toBeVisible();
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Lift quarantine' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'false alarm');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Lift' }));
    expect(
      await within(panel).findByText(/may be released again/),
    ).toBeInTheDocument();
    expect(decisions.lifted).toEqual([
      { sha256: quarantined.sha256, reason: 'false alarm' },
    ]);
  });

  it('offers no lifting without the permission', async () => {
    await show({ path: detail, mayLift: false });
    const panel = await screen.findByRole('region', { name: 'Quarantine' });
    expect(await within(panel).findByText(/^2 h 59 min|^3 h/)).toBeVisible();
    expect(within(panel).queryByRole('button')).not.toBeInTheDocument();
  });

  it('rolls back by hand what runs now', async () => {
    const promoted = sampleRollout({
      state: 'promoted',
      may: { ...rolledBack.may, rollback: true },
    });
    const { rollouts } = await show({
      rollouts: new FakeRolloutApi([promoted], []),
    });
    expect(
      await screen.findByText('Nothing has been rolled back'),
    ).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Roll back 2.14.0' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'wrong prices');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Roll back' }),
    );
    await waitFor(() =>
      expect(rollouts.rollbacks).toEqual([
        { rolloutId: promoted.id, reason: 'wrong prices' },
      ]),
    );
  });

  it('offers no rollback to whoever may not', async () => {
    await show({
      rollouts: new FakeRolloutApi(
        [sampleRollout({ state: 'promoted', may: rolledBack.may })],
        [incident],
      ),
    });
    await screen.findByRole('table', { name: 'Rollback incidents' });
    expect(
      screen.queryByRole('button', { name: /^Roll back/ }),
    ).not.toBeInTheDocument();
  });
});
