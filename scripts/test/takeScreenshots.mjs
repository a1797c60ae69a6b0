import path from 'node:path';
import { root } from '../lib/settings.mjs';
import { onStopRequest } from '../lib/underProjectNode.mjs';
import { findBrowser } from './browser.mjs';
import { endCommands, runCommand } from './command.mjs';

/** Runs the tests that show pages, with their pictures in docs/images. */
export async function takeScreenshots() {
  onStopRequest(() => {
    endCommands();
    process.exit(1);
  });
  process.exitCode = await runCommand(
    'playwright',
    ['test', 'releases', 'approvals', 'policy'],
    {
      cwd: path.join(root, 'packages', 'app'),
      env: {
        E2E_BROWSER: JSON.stringify(await findBrowser()),
        E2E_PICTURES: path.join(root, 'docs', 'images'),
      },
    },
  );
}
