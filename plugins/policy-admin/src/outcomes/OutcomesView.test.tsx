import { learningApiRef } from '@adaptive-delivery/plugin-release-react';
import {
  FakeLearningApi,
  responseError,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import { OutcomesView } from './OutcomesView';
import { rollbackShare } from './shares';

const band = (changes: object) => ({
  band: 'low',
  decided: 0,
  promoted: 0,
  rolledBack: 0,
  other: 0,
  ...changes,
});

async function show(api: FakeLearningApi) {
  await renderInTestApp(<OutcomesView />, { apis: [[learningApiRef, api]] });
}

describe('rollbackShare', () => {
  it('is of the finished ones, with its interval', () => {
    const share = rollbackShare(
      band({ decided: 40, promoted: 19, rolledBack: 1, other: 20 }),
    );
    expect(share).toMatchObject({ finished: 20, share: 0.05 });
    expect(share!.interval.low).toBeCloseTo(0.0089, 3);
    expect(share!.interval.high).toBeCloseTo(0.2361, 3);
  });

  it('is not known while nothing is finished', () => {
    expect(rollbackShare(band({ decided: 3, other: 3 }))).toBeNull();
  });
});

describe('OutcomesView', () => {
  it('counts per band, and tells no record from a good one', async () => {
    await show(
      new FakeLearningApi([
        {
          policyDigest: '7f3c'.padEnd(64, '0'),
          policyVersion: '1.0.0',
          since: '2026-11-01T00:00:00Z',
          bands: [
            band({ decided: 21, promoted: 20, rolledBack: 0, other: 1 }),
            band({ band: 'high', decided: 1, other: 1 }),
          ],
        },
      ]),
    );
    const table = await screen.findByRole('table', {
      name: 'Outcomes of version 1.0.0',
    });
    expect(within(table).getByRole('row', { name: /^low/ })).toHaveTextContent(
      '2120010 % of 20 (95 % interval 0 % to 16.1 %)',
    );
    expect(within(table).getByRole('row', { name: /^high/ })).toHaveTextContent(
      'nothing finished yet',
    );
  });

  it('says what fills it', async () => {
    await show(new FakeLearningApi());
    expect(
      await screen.findByText('No decision has been kept yet'),
    ).toBeInTheDocument();
  });

  it('says which permission is missing', async () => {
    const api = new FakeLearningApi();
    api.fault = responseError(403, 'no');
    await show(api);
    expect(await screen.findByRole('alert')).toHaveTextContent('policy.read');
  });
});
