import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/settings.mjs';
import { onStopRequest } from '../lib/underProjectNode.mjs';
import { findBrowser } from './browser.mjs';
import { endCommands, runCommand } from './command.mjs';

/** Those of the tests' pictures that the documentation shows. */
const SHOWN = ['fleet', 'entity-releases', 'canary-progress', 'incident'];

const app = path.join(root, 'packages', 'app');
const taken = path.join(app, 'test-results', 'pages');
const images = path.join(root, 'docs', 'images');

/** Runs the tests that show pages and takes their pictures into docs/images. */
export async function takeScreenshots() {
  onStopRequest(() => {
    endCommands();
    process.exit(1);
  });
  const browser = await findBrowser();
  const code = await runCommand('playwright', ['test', 'releases'], {
    cwd: app,
    env: { E2E_BROWSER: JSON.stringify(browser) },
  });
  process.exitCode = code;
  if (code !== 0) return;
  await mkdir(images, { recursive: true });
  for (const name of SHOWN) {
    const file = `${name}.png`;
    await copyFile(path.join(taken, file), path.join(images, file));
    console.log(`docs/images/${file}`);
  }
}
