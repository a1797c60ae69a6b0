import { expect, test } from '@playwright/test';
import { historyRow, openTab, picture, push, signIn, versionIn } from './steps';
import { observe } from './world';

const MINUTE = 60_000;
const component = 'payments-service';

test.beforeEach(async ({ page }) => signIn(page));

test('a stranger signs in and sees what waits, what moves and what was', async ({
  page,
}) => {
  await expect(
    page.getByRole('heading', { name: 'Waiting for me' }),
  ).toBeVisible();
  await expect(page.getByText('kiosk-firmware').first()).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Steps of the rollout' }).first(),
  ).toBeVisible();
  for (const outcome of ['promoted', 'rolled back', 'rejected', 'blocked']) {
    await expect(
      page.getByRole('cell', { name: outcome, exact: true }).first(),
    ).toBeVisible();
  }
  await picture(page, 'fleet');
});

test('a good release is watched until it is promoted', async ({ page }) => {
  const { code, output } = await push('good', '--target', component);
  expect(output).toContain('was accepted');
  expect(code).toBe(0);
  const version = versionIn(output);

  await openTab(page, component, 'releases');
  const inFlight = page.getByRole('article', {
    name: `${version} in flight`,
  });
  await expect(inFlight).toBeVisible();
  await expect(historyRow(page, version)).toContainText('releasing');

  // The weight moves on the open page, without a reload.
  await expect(inFlight.locator('[aria-current=step]')).toContainText('5 %');
  await expect(inFlight.locator('[aria-current=step]')).toContainText('25 %', {
    timeout: MINUTE,
  });
  await picture(page, 'entity-releases');

  await openTab(page, component, 'canary-progress');
  await expect(
    page.getByRole('heading', { name: `${version} on lab:${component}` }),
  ).toBeVisible();
  await expect(
    page.getByRole('list', { name: 'Looks, newest first' }),
  ).toContainText('promote');
  await picture(page, 'canary-progress');

  await openTab(page, component, 'releases');
  await expect(historyRow(page, version)).toContainText('promoted', {
    timeout: 2 * MINUTE,
  });
  expect(await observe(component)).toEqual({ stable: version, percent: 0 });
});

test('a bad release is rolled back by itself, and its artifact is refused from then on', async ({
  page,
}) => {
  const before = await observe(component);
  const { code, output } = await push('bad', '--target', component);
  expect(output).toContain('was accepted');
  expect(code).toBe(0);
  const version = versionIn(output);
  const accepted = Date.now();

  await openTab(page, component, 'releases');
  await expect(historyRow(page, version)).toContainText('rolled back', {
    timeout: 2 * MINUTE,
  });
  expect(Date.now() - accepted).toBeLessThan(2 * MINUTE);
  expect(await observe(component)).toEqual({
    stable: before.stable,
    percent: 0,
  });
  await picture(page, 'rolled-back');

  await openTab(page, component, 'rollback-incidents');
  await page.getByRole('button', { name: version, exact: true }).click();
  await expect(
    page.getByText('One artifact may not be released again'),
  ).toBeVisible();
  await expect(
    page.getByText(/Roll back: Error ratio is/).first(),
  ).toBeVisible();
  await picture(page, 'incident');

  const again = await push('bad', '--again', '--target', component);
  expect(again.code).not.toBe(0);
  expect(again.output).toMatch(/refused: .*quarantin/i);
  expect(await observe(component)).toEqual({
    stable: before.stable,
    percent: 0,
  });
});
