import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkConfig } from './checkConfig.mjs';
import { requireDiskSpace, requireFreePort } from './checks.mjs';
import { prepareDataFolder } from './dataFolder.mjs';
import { explainLog } from './explain.mjs';
import { ensureFrontend } from './frontend.mjs';
import { phase } from './progress.mjs';
import { endTools } from './runTool.mjs';
import { Service } from './Service.mjs';
import { readSettings, root, settingsEnvironment } from './settings.mjs';
import { onStopRequest } from './underProjectNode.mjs';
import { UserError, showError } from './UserError.mjs';
import { getLocal, waitUntil } from './waitUntil.mjs';
import { showWelcome } from './welcome.mjs';

const MINUTE = 60_000;
const READINESS = '/.backstage/health/v1/readiness';
const transform = '@backstage/cli-node/config/nodeTransform.cjs';

function startLab(settings, env) {
  return new Service({
    name: 'lab',
    args: [
      path.join('bin', 'world.cjs'),
      ...['--port', String(settings.labPort)],
      ...['--data', settings.labFolder],
    ],
    cwd: path.join(root, 'packages', 'lab'),
    env,
    logFile: path.join(settings.logsFolder, 'lab.log'),
  });
}

function startPortal(settings, env) {
  return new Service({
    name: 'portal',
    args: ['--enable-source-maps', '--require', transform, 'src/index.ts'],
    cwd: path.join(root, 'packages', 'backend'),
    env: { ...env, NODE_ENV: 'production' },
    logFile: path.join(settings.logsFolder, 'portal.log'),
  });
}

function failure(service, what, lines) {
  return new UserError(
    [
      `The ${service.name} ${what}.`,
      ...lines.map(line => `  ${line}`),
      `  Its whole output is in ${path.relative(
        process.cwd(),
        service.logFile,
      )}.`,
    ].join('\n'),
  );
}

/** Never resolves; rejects when the service ends. */
async function failWhenEnded(service) {
  const { code, signal, error } = await service.exited;
  if (error) {
    throw failure(service, `could not be started: ${error.message}`, []);
  }
  const how = signal ? `by ${signal}` : `code ${code}`;
  throw failure(service, `ended (${how})`, explainLog(service.log()));
}

async function waitFor({ name, timeoutMs, probe }) {
  const answer = await waitUntil(probe, { timeoutMs });
  if (answer) return answer;
  throw new UserError(
    `The ${name} did not get ready within ${timeoutMs / 1000} s.`,
  );
}

async function isOk(port, urlPath) {
  const got = await getLocal(port, urlPath);
  return got?.status === 200 ? true : undefined;
}

/**
 * How far the past is that the lab makes by running the loop in fast time;
 * undefined while the portal comes up. A portal that is ready without a lab,
 * because that was taken out, has no past to wait for.
 */
async function labState(settings) {
  const got = await getLocal(settings.port, '/api/lab/v1/state');
  if (got?.status === 200) return JSON.parse(got.body);
  const ready = await getLocal(settings.port, READINESS);
  return ready?.status === 200 ? { state: 'made' } : undefined;
}

async function waitForPast(settings, say) {
  const made = await waitUntil(
    async () => {
      const past = await labState(settings);
      if (past?.state === 'failed') {
        throw new UserError(`The lab could not make its past: ${past.words}`);
      }
      if (past?.state === 'made') return past;
      if (past?.total) say(`${past.done} of ${past.total} releases`);
      return undefined;
    },
    { timeoutMs: 10 * MINUTE, everyMs: 500 },
  );
  if (!made) throw new UserError('The lab did not finish its past in 10 min.');
}

async function bringUp(settings, services) {
  const env = { ...process.env, ...settingsEnvironment(settings) };
  await requireFreePort({
    port: settings.port,
    what: 'the portal',
    variable: 'ADAPTIVE_DELIVERY_PORT',
  });
  await requireFreePort({
    port: settings.labPort,
    what: 'the lab',
    variable: 'ADAPTIVE_DELIVERY_LAB_PORT',
  });
  await prepareDataFolder(settings);
  await requireDiskSpace({
    folder: settings.dataFolder,
    bytes: 0.3 * 1024 ** 3,
    what: 'The portal',
  });
  await checkConfig(env);
  await ensureFrontend(settings);

  await phase('Starting portal and lab', async () => {
    const lab = startLab(settings, env);
    services.push(lab);
    const portal = startPortal(settings, env);
    services.push(portal);
    await writeFile(
      path.join(settings.dataFolder, 'processes.json'),
      JSON.stringify({ start: process.pid, portal: portal.pid, lab: lab.pid }),
    );
    const ready = Promise.all([
      waitFor({
        name: 'lab',
        timeoutMs: MINUTE,
        probe: () => isOk(settings.labPort, '/healthz'),
      }),
      waitFor({
        name: 'portal',
        timeoutMs: 3 * MINUTE,
        probe: () => labState(settings),
      }),
    ]);
    await untilEnded(services, ready);
  });
  if ((await labState(settings))?.state !== 'made') {
    await phase("Making the lab's past, in fast time", say =>
      untilEnded(services, waitForPast(settings, say)),
    );
  }
  await untilEnded(
    services,
    waitFor({
      name: 'portal',
      timeoutMs: MINUTE,
      probe: () => isOk(settings.port, READINESS),
    }),
  );
}

/** Waits for `work`, or throws as soon as one of the services ends. */
function untilEnded(services, work) {
  return Promise.race([work, ...services.map(failWhenEnded)]);
}

/** Starts portal and lab and keeps them until a signal or until one ends. */
export async function runPortal() {
  const settings = readSettings();
  const services = [];
  let stopping;
  const stopAll = () => {
    stopping ??= Promise.all(services.map(service => service.stop()));
    return stopping;
  };
  onStopRequest(async () => {
    console.log('\nStopping portal and lab …');
    endTools();
    await stopAll();
    console.log('Stopped.');
    process.exit(0);
  });
  try {
    await bringUp(settings, services);
    showWelcome(settings);
    await Promise.race(services.map(failWhenEnded));
  } catch (error) {
    if (stopping) return;
    showError(error);
    await stopAll();
    process.exit(1);
  }
}
