import { FreezeWindow } from '@adaptive-delivery/plugin-release-common';
import { render, screen } from '@testing-library/react';
import { FreezeRules } from './freezeWindows';

const window = (
  name: string,
  changes: Partial<FreezeWindow>,
): FreezeWindow => ({
  name,
  why: 'Nobody is there',
  timeZone: 'Europe/Berlin',
  ...changes,
});

function rowsAt(now: string, windows: FreezeWindow[]) {
  jest.useFakeTimers({ now: new Date(now) });
  render(<FreezeRules windows={windows} />);
  return screen
    .getAllByRole('row')
    .slice(1)
    .map(row => row.textContent);
}

afterEach(() => jest.useRealTimers());

it('puts the window in force first and what is over last, in both clocks', () => {
  const rows = rowsAt('2026-11-29T05:00:00Z', [
    window('over', { from: '2026-07-01T00:00', until: '2026-07-08T00:00' }),
    window('year-end', {
      component: 'component:default/payments-*',
      environment: 'production',
      from: '2026-12-18T18:00',
      until: '2027-01-04T06:00',
      exceptFixes: true,
    }),
    window('weekend', { weekly: { from: 'Fri 16:00', until: 'Mon 06:00' } }),
  ]);
  expect(rows).toEqual([
    'weekendNobody is thereevery componentevery environmentevery week, Fri 16:00 to Mon 06:00Europe/Berlinin force ends in 1 dMon 30 Nov 2026, 06:00 Europe/Berlin (Mon 30 Nov 2026, 05:00 UTC)',
    'year-endNobody is therecomponent:default/payments-*productionfixes go out all the sameonce, 2026-12-18 18:00 to 2027-01-04 06:00Europe/Berlinstarts in 19 d 12 hFri 18 Dec 2026, 18:00 Europe/Berlin (Fri 18 Dec 2026, 17:00 UTC)',
    expect.stringMatching(/^over.*over$/),
  ]);
});

it('says so when there is none', () => {
  render(<FreezeRules windows={[]} />);
  expect(screen.getByText(/no freeze window/)).toBeVisible();
});
