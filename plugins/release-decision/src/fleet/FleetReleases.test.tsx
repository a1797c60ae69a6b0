import {
  FakeReleaseDecisionApi,
  responseError,
  sampleDecision,
  sampleIds,
  sampleIncident,
  sampleRollout,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import {
  FakeApis,
  fakeApis,
  mountedRoutes,
  toApiPairs,
} from '../__testUtils__/renderEntity';
import { FleetReleases } from './FleetReleases';

const region = async (name: string) =>
  within(await screen.findByRole('region', { name }));

function Address() {
  return <output aria-label="address">{useLocation().search}</output>;
}

function renderFleet(apis: FakeApis, url = '/') {
  return renderInTestApp(
    <>
      <FleetReleases />
      <Address />
    </>,
    { apis: toApiPairs(apis), mountedRoutes, initialRouteEntries: [url] },
  );
}

const hours = (count: number) =>
  new Date(Date.now() - count * 3_600_000).toISOString();

describe('FleetReleases', () => {
  it('puts first what waits for me, and only counts what waits for others', async () => {
    const apis = fakeApis();
    apis.decisions.decisions = [
      sampleDecision({
        id: sampleIds.stableDecision,
        version: '9.9.9',
        may: { approve: false, reject: false, why: 'Not yours.' },
      }),
      sampleDecision(),
    ];
    renderFleet(apis);
    const waiting = await region('Waiting for me');
    expect(
      await waiting.findByRole('article', {
        name: '2.14.0 waits for approval',
      }),
    ).toBeInTheDocument();
    expect(waiting.queryByText('9.9.9')).not.toBeInTheDocument();
    expect(waiting.getByText('1 waits for others.')).toBeInTheDocument();
    expect(
      waiting.getByRole('link', { name: 'payments-service' }),
    ).toHaveAttribute(
      'href',
      `/catalog/default/component/payments-service/releases?environment=production&decision=${sampleIds.decision}`,
    );
  });

  it('shows what moves, and what stands and needs a person', async () => {
    const apis = fakeApis();
    apis.rollouts.rollouts = [
      sampleRollout(),
      sampleRollout({
        id: sampleIds.verdict,
        decisionId: sampleIds.stableDecision,
        target: 'lab:kiosk-fleet',
        state: 'frozen',
        simulated: true,
      }),
    ];
    renderFleet(apis);
    const moving = await region('In flight');
    expect(
      await moving.findByRole('article', {
        name: '2.14.0 on lab:payments-service',
      }),
    ).toHaveTextContent('step 3 of 5');
    const frozen = within(
      moving.getByRole('article', { name: '2.14.0 on lab:kiosk-fleet' }),
    );
    expect(frozen.getByText('frozen')).toBeInTheDocument();
    expect(frozen.getByText('simulated')).toBeInTheDocument();
  });

  it('shows the rollbacks of the last day only', async () => {
    const apis = fakeApis();
    const incident = (age: number, words: string, incidentId: string) => {
      const sample = sampleIncident();
      return sampleIncident({
        incidentId,
        detectedAt: hours(age),
        restoredAt: new Date(Date.parse(hours(age)) + 400).toISOString(),
        trigger: { ...sample.trigger, words },
      });
    };
    apis.rollouts.incidents = [
      incident(1, 'errors went up', sampleIds.incident),
      incident(25, 'an old story', sampleIds.verdict),
    ];
    renderFleet(apis);
    const rolledBack = await region('Rolled back in the last day');
    expect(await rolledBack.findByText('errors went up')).toBeInTheDocument();
    expect(rolledBack.getByText('restored within 0.4 s')).toBeInTheDocument();
    expect(rolledBack.queryByText('an old story')).not.toBeInTheDocument();
  });

  it('takes its filters from the address and keeps them there', async () => {
    const apis = fakeApis();
    const list = jest.spyOn(apis.decisions, 'listDecisions');
    apis.decisions.decisions = [
      sampleDecision({ state: 'promoted', version: '1.0.0' }),
      sampleDecision({
        id: sampleIds.stableDecision,
        state: 'rolledBack',
        version: '1.1.0',
      }),
    ];
    renderFleet(apis, '/?state=rolledBack&cursor=abc');
    const table = await region('All releases');
    expect(await table.findByText('1.1.0')).toBeInTheDocument();
    expect(table.queryByText('1.0.0')).not.toBeInTheDocument();
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ state: 'rolledBack', cursor: 'abc' }),
      expect.anything(),
    );

    await userEvent.type(
      table.getByRole('textbox', { name: 'Component' }),
      'kiosk-firmware{enter}',
    );
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        '?state=rolledBack&component=kiosk-firmware',
      ),
    );
    expect(
      await table.findByText('No release fits these filters'),
    ).toBeInTheDocument();
    expect(list).toHaveBeenLastCalledWith(
      expect.objectContaining({
        entityRef: 'component:default/kiosk-firmware',
        cursor: undefined,
      }),
      expect.anything(),
    );
  });

  it('walks to older releases by cursor', async () => {
    const apis = fakeApis();
    apis.decisions = Object.assign(new FakeReleaseDecisionApi(), {
      listDecisions: async (query: { cursor?: string; state?: string }) => ({
        items: query.state
          ? []
          : [
              sampleDecision({
                state: 'promoted',
                version: query.cursor ? '1.0.0' : '2.0.0',
              }),
            ],
        nextCursor: query.cursor ? null : 'older-one',
      }),
    });
    renderFleet(apis);
    const table = await region('All releases');
    expect(await table.findByText('2.0.0')).toBeInTheDocument();
    await userEvent.click(table.getByRole('button', { name: 'Older' }));
    expect(await table.findByText('1.0.0')).toBeInTheDocument();
    expect(table.getByRole('button', { name: 'Older' })).toBeDisabled();
    await userEvent.click(table.getByRole('button', { name: 'Newest' }));
    expect(await table.findByText('2.0.0')).toBeInTheDocument();
  });

  it('keeps the other parts when one backend is down', async () => {
    const apis = fakeApis();
    apis.rollouts.fault = responseError(503, 'rollout is starting');
    apis.decisions.decisions = [sampleDecision()];
    renderFleet(apis);
    const moving = await region('In flight');
    expect(await moving.findByRole('alert')).toHaveTextContent(
      'rollout is starting',
    );
    const waiting = await region('Waiting for me');
    expect(
      await waiting.findByRole('button', { name: 'Approve…' }),
    ).toBeInTheDocument();
  });
});
