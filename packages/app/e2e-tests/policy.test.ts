import { expect, test } from '@playwright/test';
import { picture, sidebarLink, signIn } from './steps';

test('the policy in force, its quarantine and how its decisions turned out', async ({
  page,
}) => {
  await signIn(page);
  await sidebarLink(page, 'Policy').click();
  for (const part of ['Score', 'Bands', 'Gates', 'Strategies', 'Enforcement']) {
    await expect(
      page.getByRole('heading', { name: part, exact: true }),
    ).toBeVisible();
  }
  await expect(page.getByLabel('File', { exact: true })).toContainText('.yaml');
  await picture(page, 'policy');

  await page.goto('/policy-admin/outcomes');
  await expect(page.getByRole('table').first()).toContainText('medium');
  await picture(page, 'policy-outcomes');

  await page.goto('/policy-admin/quarantine');
  await expect(page.getByRole('table').first()).toContainText(
    'payments-service',
  );
  await picture(page, 'policy-quarantine');
});
