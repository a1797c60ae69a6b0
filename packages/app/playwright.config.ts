import { defineConfig } from '@playwright/test';
import { portalUrl } from './e2e-tests/portal';

type Browser = {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
};

/** Found by `npm test`: a system browser or the one that an npm package carries. */
const browser: Browser | undefined = process.env.E2E_BROWSER
  ? JSON.parse(process.env.E2E_BROWSER)
  : undefined;

const report = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

export default defineConfig({
  testDir: 'e2e-tests',
  testMatch: '*.test.ts',
  outputDir: 'test-results',
  globalSetup: './e2e-tests/globalSetup.ts',
  globalTeardown: './e2e-tests/globalTeardown.ts',
  // One portal with one world: what a test releases, the others see.
  workers: 1,
  fullyParallel: false,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: report ? [['list'], ['json', { outputFile: report }]] : 'list',
  use: {
    baseURL: portalUrl(),
    viewport: { width: 1440, height: 1000 },
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: browser
      ? {
          executablePath: browser.executablePath,
          args: browser.args,
          env: { ...process.env, ...browser.env } as Record<string, string>,
        }
      : {},
  },
});
