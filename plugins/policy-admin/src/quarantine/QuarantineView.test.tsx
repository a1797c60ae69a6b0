import { releaseDecisionApiRef } from '@adaptive-delivery/plugin-release-react';
import { FakeReleaseDecisionApi } from '@adaptive-delivery/plugin-release-react/testUtils';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  entityPresentationApiRef,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SWRConfig } from 'swr';
import { QuarantineView } from './QuarantineView';

const incidentId = '0b7e5a52-6d3f-4a43-9d0c-1f2a3b4c5d05';
const entry = {
  sha256: 'c0ffee'.padEnd(64, '0'),
  component: 'component:default/payments-service',
  reason: 'The error ratio was 4.1 pp above the baseline.',
  since: '2026-11-23T15:01:00Z',
  until: new Date(Date.now() + 2.5 * 3_600_000).toISOString(),
  incidentId,
  by: 'plugin:rollout',
};

async function show(options: { mayLift: boolean; entries?: (typeof entry)[] }) {
  const api = new FakeReleaseDecisionApi([], options.entries ?? [entry]);
  const authorize = options.mayLift
    ? AuthorizeResult.ALLOW
    : AuthorizeResult.DENY;
  await renderInTestApp(
    // Permissions are remembered there, from one test to the next.
    <SWRConfig value={{ provider: () => new Map() }}>
      <QuarantineView />
    </SWRConfig>,
    {
      apis: [
        [releaseDecisionApiRef, api],
        [permissionApiRef, mockApis.permission({ authorize })],
        [
          entityPresentationApiRef,
          {
            forEntity: () => ({
              snapshot: {
                entityRef: entry.component,
                primaryTitle: 'payments-service',
              },
              promise: Promise.resolve({
                entityRef: entry.component,
                primaryTitle: 'payments-service',
              }),
            }),
          },
        ],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
  return api;
}

describe('QuarantineView', () => {
  it('says what is quarantined, why and for how long', async () => {
    await show({ mayLift: false });
    const [, row] = within(
      await screen.findByRole('table', { name: 'Quarantine' }),
    ).getAllByRole('row');
    expect(row).toHaveTextContent('payments-service');
    expect(row).toHaveTextContent('c0ffee000000…');
    expect(row).toHaveTextContent(/2 h (29|30) min/);
    expect(within(row).getByRole('link', { name: 'Incident' })).toHaveAttribute(
      'href',
      `/catalog/default/component/payments-service/rollback-incidents?incident=${incidentId}`,
    );
    expect(
      screen.queryByRole('button', { name: /^Lift/ }),
    ).not.toBeInTheDocument();
  });

  it('lifts with a reason', async () => {
    const api = await show({ mayLift: true });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Lift c0ffee000000' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(entry.reason);
    await userEvent.type(within(dialog).getByRole('textbox'), 'false alarm');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Lift' }));
    expect(
      await screen.findByText('Nothing is quarantined'),
    ).toBeInTheDocument();
    expect(api.lifted).toEqual([
      { sha256: entry.sha256, reason: 'false alarm' },
    ]);
  });
});
