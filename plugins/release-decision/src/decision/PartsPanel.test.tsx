import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';
import { screen, within } from '@testing-library/react';
import { SERVICE, sampleBundle } from '../__testUtils__/bundle';
import { fakeApis, renderEntity } from '../__testUtils__/renderEntity';
import { DecisionDetail } from './DecisionDetail';

function show(record = sampleBundle()) {
  const apis = fakeApis();
  apis.decisions.decisions = [record];
  renderEntity(
    <DecisionDetail id={record.id} entityRef={SERVICE} isShownAbove={false} />,
    apis,
  );
}

describe('a bundle', () => {
  it('lists its parts with the risk and the plan of each', async () => {
    show();
    const region = await screen.findByRole('region', {
      name: 'Parts of print-kiosk 2026.47',
    });
    const rows = within(region).getAllByRole('row').slice(1);
    expect(rows).toHaveLength(2);
    const [service, driver] = rows.map(row => within(row));
    expect(service.getByRole('rowheader')).toHaveTextContent(
      'payments-service',
    );
    expect(service.getByText('risk 31 medium')).toBeInTheDocument();
    expect(
      service.getByText(/onto lab:payments-service \(linux\)/),
    ).toBeInTheDocument();
    expect(
      service.queryByText('sets the risk of the whole'),
    ).not.toBeInTheDocument();
    expect(driver.getByText('3.4.0')).toBeInTheDocument();
    expect(driver.getByText('risk 63 high')).toBeInTheDocument();
    expect(driver.getByText('sets the risk of the whole')).toBeInTheDocument();
    expect(
      driver.getByText(/onto lab:printer-driver \(windows\)/),
    ).toBeInTheDocument();
  });

  it('compares the part whose page it is on, and names whose owner approved', async () => {
    show();
    expect(
      await screen.findByRole('region', { name: /^Release Compare: 2\.14\.0/ }),
    ).toBeInTheDocument();
    const approvals = screen.getByRole('list', { name: 'Approvals' });
    expect(
      within(approvals)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      expect.stringMatching(/of payments-service: waiting/),
      expect.stringMatching(/of printer-driver: approved by dana/),
    ]);
  });

  it('that is blocked goes nowhere', async () => {
    const record = sampleBundle();
    show({ ...record, decision: { ...record.decision, plan: [] } });
    expect(await screen.findAllByText('nowhere, it is blocked')).toHaveLength(
      2,
    );
  });
});

it('a single build has no parts to show', async () => {
  show(sampleDecision());
  await screen.findByRole('region', { name: /^Release Compare/ });
  expect(screen.queryByRole('table', { name: 'Parts' })).toBeNull();
});
