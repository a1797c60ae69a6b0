import { Page, expect, test } from '@playwright/test';
import { historyRow, openTab, picture, push, signIn, versionIn } from './steps';
import { applies, observe } from './world';

const MINUTE = 60_000;
const component = 'printer-driver';

test.beforeEach(async ({ page }) => signIn(page));

async function answer(
  page: Page,
  version: string,
  action: 'Approve' | 'Reject',
  reason: string,
) {
  const waiting = page.getByRole('article', {
    name: `${version} waits for approval`,
  });
  await waiting.getByRole('button', { name: `${action}…` }).click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: action, exact: true });
  await expect(confirm).toBeDisabled();
  await picture(page, `dialog-${action.toLowerCase()}`);
  await dialog.getByLabel('Reason').fill(reason);
  await confirm.click();
  await expect(dialog).toBeHidden();
  await expect(waiting).toBeHidden();
}

test('a driver that a person rejects is not released', async ({ page }) => {
  const before = await applies(component);
  const { code, output } = await push('good', '--target', component);
  expect(output).toContain('It waits for approval');
  expect(code).toBe(0);
  const version = versionIn(output);

  await openTab(page, component, 'releases');
  await expect(page.getByText(/You can approve as/).first()).toBeVisible();
  await picture(page, 'waiting-for-approval');
  await answer(page, version, 'Reject', 'The spooler team is on holiday');

  await expect(historyRow(page, version)).toContainText('rejected');
  await expect(
    page.getByText('The spooler team is on holiday').first(),
  ).toBeVisible();
  expect(await applies(component)).toEqual(before);
});

test('a driver goes out only once a person approves it', async ({ page }) => {
  const before = await observe(component);
  const { output } = await push('good', '--target', component);
  const version = versionIn(output);

  await openTab(page, component, 'releases');
  await expect(historyRow(page, version)).toContainText('waiting for approval');
  expect(await observe(component)).toEqual(before);
  await answer(page, version, 'Approve', 'Tested on both printer models');

  await expect(historyRow(page, version)).toContainText('releasing', {
    timeout: MINUTE,
  });
  await expect(
    page.getByRole('article', { name: `${version} in flight` }),
  ).toContainText('simulated');
  await expect
    .poll(() => observe(component), { timeout: MINUTE })
    .toMatchObject({ stable: before.stable, percent: 10 });
});
