import { Locator, Page, expect } from '@playwright/test';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { environment } from './portal';

const root = path.resolve(__dirname, '..', '..', '..');

export async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(sidebarLink(page, 'Releases')).toBeVisible();
}

export function sidebarLink(page: Page, name: string): Locator {
  return page.getByTestId('sidebar-root').getByRole('link', { name });
}

/** Opens a tab of a component's page, such as `releases`. */
export async function openTab(page: Page, component: string, tab: string) {
  await page.goto(`/catalog/default/component/${component}/${tab}`);
}

type Pushed = { code: number; output: string };

/** Runs `npm run release:good` or `release:bad` with further arguments. */
export function push(kind: 'good' | 'bad', ...args: string[]): Promise<Pushed> {
  return new Promise(resolve => {
    execFile(
      'npm',
      ['run', '--silent', `release:${kind}`, '--', ...args],
      { cwd: root, env: environment(), timeout: 120_000 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : 1;
        resolve({ code: error ? code : 0, output: `${stdout}${stderr}` });
      },
    );
  });
}

/** A picture of the whole page, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  const height = await page.evaluate(() =>
    Math.max(
      ...Array.from(
        document.querySelectorAll('html, main'),
        element => element.scrollHeight,
      ),
    ),
  );
  // A window as tall as the page, so that the sidebar reaches its end.
  if (before) await page.setViewportSize({ width: before.width, height });
  await page.screenshot({
    path: path.join(__dirname, '..', 'test-results', 'pages', `${name}.png`),
    fullPage: true,
  });
  if (before) await page.setViewportSize(before);
}

/** The version that a push says was accepted. */
export function versionIn(output: string): string {
  const version = /^\S+ (\S+) \(\S+\) was accepted/m.exec(output)?.[1];
  if (!version) throw new Error(`No release was accepted:\n${output}`);
  return version;
}

/** The row of a version in a component's history. */
export function historyRow(page: Page, version: string): Locator {
  return page
    .getByRole('table', { name: 'History of releases' })
    .getByRole('row', { name: new RegExp(`^${escaped(version)} `) });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
