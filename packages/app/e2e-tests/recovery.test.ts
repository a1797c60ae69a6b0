import { expect, test } from '@playwright/test';
import { killPortal, startOutput, startPortal } from './portal';
import { historyRow, openTab, push, signIn, versionIn } from './steps';
import { applies, observe } from './world';

const MINUTE = 60_000;
const component = 'payments-service';

test('a rollout survives kill -9 of the portal, and no step is done twice', async ({
  page,
}) => {
  const { output } = await push('good', '--target', component);
  const version = versionIn(output);
  const { length: earlier } = await applies(component);
  await expect
    .poll(async () => (await observe(component)).percent, {
      timeout: 2 * MINUTE,
      intervals: [500],
    })
    .toBe(25);

  await killPortal();
  expect(startOutput()).toMatch(/The portal ended \(by SIGKILL\)/);
  const { seconds } = await startPortal();
  expect(seconds).toBeLessThan(60);
  test.info().annotations.push({
    type: 'second start',
    description: `${seconds.toFixed(1)} s`,
  });

  await signIn(page);
  await openTab(page, component, 'releases');
  await expect(historyRow(page, version)).toContainText('promoted', {
    timeout: 2 * MINUTE,
  });
  const own = (await applies(component)).slice(earlier);
  const done = own.filter(({ effect }) => effect === 'done');
  expect(new Set(done.map(({ key }) => key)).size).toBe(done.length);
  expect(done.map(({ key }) => key.split(':')[1])).toEqual(
    ['step-0', 'step-1', 'step-2', 'promote'].slice(-done.length),
  );
  expect(done.at(-1)?.desired.kind).toBe('promote');
  expect(await observe(component)).toEqual({ stable: version, percent: 0 });
});
