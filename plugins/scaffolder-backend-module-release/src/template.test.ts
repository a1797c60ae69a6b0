import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import githubModule from '@backstage/plugin-scaffolder-backend-module-github';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { scaffolderModuleRelease } from './module';

jest.setTimeout(180_000);

const root = resolve(__dirname, '../../..');
const templateFile = join(root, 'templates/onboard-cpp-repo/template.yaml');

const folders: string[] = [];
const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'onboard-'));
  folders.push(folder);
  return folder;
};
afterAll(() =>
  folders.forEach(folder => rmSync(folder, { recursive: true, force: true })),
);

const template: Entity = {
  ...parse(readFileSync(templateFile, 'utf8')),
};
template.metadata.namespace = 'default';
template.metadata.annotations = {
  'backstage.io/managed-by-location': `file:${templateFile}`,
};

const values = {
  mode: 'new',
  name: 'photo-booth',
  description: 'Takes photos',
  owner: 'group:default/kiosk-team',
  builds: [{ os: 'linux', arch: 'x86_64' }],
  environment: 'production',
  target: 'lab:photo-booth',
  analysisProfile: 'http-service',
  publish: false,
};

type DryRun = {
  log: Array<{ body: { message: string; status?: string } }>;
  directoryContents: Array<{
    path: string;
    executable?: boolean;
    base64Content: string;
  }>;
  output: { text?: Array<{ title: string; content: string }>; links?: unknown };
};

async function startScaffolder() {
  const { server } = await startTestBackend({
    features: [
      scaffolderPlugin,
      githubModule,
      scaffolderModuleRelease,
      catalogServiceMock.factory({ entities: [template] }),
      mockServices.rootConfig.factory({
        data: { backend: { baseUrl: 'http://localhost' } },
      }),
    ],
  });
  const address = `http://localhost:${server.port()}/api/scaffolder`;
  return async (path: string, body?: object) => {
    const response = await fetch(`${address}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return JSON.parse(text);
  };
}

/** Tries the template out, as the portal's template editor does. */
async function dryRun(changes: object = {}): Promise<DryRun> {
  const call = await startScaffolder();
  const skeleton = join(dirname(templateFile), 'skeleton');
  const directoryContents = readdirSync(skeleton, {
    recursive: true,
    withFileTypes: true,
  })
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return {
        path: path.slice(dirname(templateFile).length + 1),
        base64Content: readFileSync(path).toString('base64'),
      };
    });
  return call('/v2/dry-run', {
    template,
    values: { ...values, ...changes },
    secrets: {},
    directoryContents,
  });
}

/** Puts the result of a run into a folder, and into a git repository. */
function checkOut(run: DryRun) {
  const folder = temporary();
  for (const file of run.directoryContents) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(file.base64Content, 'base64'));
    if (file.executable) chmodSync(path, 0o755);
  }
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('add', '--all');
  git('commit', '--quiet', '--message=Start');
  return folder;
}

function release(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'packages/release-cli/bin/release'), ...args],
    { cwd, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

const hasCMake =
  spawnSync('cmake', ['--version']).status === 0 &&
  spawnSync('c++', ['--version']).status === 0;

/** What ci/build.sh leaves; by the real one where there is a C++ compiler. */
function build(folder: string) {
  if (hasCMake) {
    execFileSync('sh', ['ci/build.sh', 'linux'], {
      cwd: folder,
      stdio: 'pipe',
    });
    return;
  }
  const out = join(folder, 'out/linux');
  mkdirSync(join(out, 'packages'), { recursive: true });
  mkdirSync(join(out, 'reports'));
  writeFileSync(join(out, 'packages/photo-booth.tar.gz'), 'package');
  writeFileSync(
    join(out, 'reports/ctest.xml'),
    '<testsuite><testcase name="a"/><testcase name="b"/></testsuite>',
  );
}

describe('the template onboard-cpp-repo', () => {
  it('makes a repository whose build emits valid contracts', async () => {
    const run = await dryRun();
    expect(run.output.text?.map(({ title }) => title)).toEqual([
      'catalog-info.yaml',
      'release.yaml',
      'Jenkinsfile.release',
    ]);
    expect(run.output.text?.[0].content).toContain(
      'adaptive-delivery.io/target-production: lab:photo-booth',
    );
    const folder = checkOut(run);
    expect(
      parse(readFileSync(join(folder, 'catalog-info.yaml'), 'utf8')),
    ).toMatchObject({
      metadata: { name: 'photo-booth', description: 'Takes photos' },
      spec: { owner: 'group:default/kiosk-team' },
    });

    build(folder);
    const emitted = release(
      folder,
      ...['emit', '--repo-url', 'https://git.example.com/photo-booth'],
    );
    expect(emitted).toMatchObject({ status: 0, stderr: '' });
    const files = ['.release/build-info.json', '.release/risk-inputs.json'];
    expect(release(folder, 'verify', ...files)).toMatchObject({ status: 0 });
    const [buildInfo, riskInputs] = files.map(file =>
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    );
    expect(buildInfo).toMatchObject({
      component: 'component:default/photo-booth',
      artifacts: [
        {
          name: expect.stringMatching(
            /^out\/linux\/packages\/photo-booth.*\.tar\.gz$/,
          ),
          os: 'linux',
          arch: 'x86_64',
        },
      ],
      tests: [{ os: 'linux', total: 2, failed: 0 }],
    });
    expect(riskInputs.change).toMatchObject({ commits: 1, priorChanges: 0 });
    expect(existsSync(join(folder, '.release'))).toBe(true);
    const status = execFileSync('git', ['status', '--porcelain'], {
      cwd: folder,
    });
    expect(status.toString()).toBe('');
  });

  it('runs to its end in a portal that knows no GitHub', async () => {
    const call = await startScaffolder();
    const { id } = await call('/v2/tasks', {
      templateRef: 'template:default/onboard-cpp-repo',
      values,
    });
    type Event = {
      type: string;
      body: { message: string; status?: string; output?: DryRun['output'] };
    };
    const ending = async (): Promise<Event | undefined> => {
      const events: Event[] = await call(`/v2/tasks/${id}/events`);
      return events.find(({ type }) => type === 'completion');
    };
    let end = await ending();
    for (let i = 0; !end && i < 300; i++) {
      await new Promise(done => {
        setTimeout(done, 100);
      });
      end = await ending();
    }
    expect(end?.body).toMatchObject({
      message: expect.stringMatching(/completed/),
    });
    expect(end?.body.output?.text?.[1].content).toContain(
      'component: component:default/photo-booth',
    );
    expect(end?.body.output?.links ?? []).toEqual([]);
  });

  it('publishes only when asked to', async () => {
    const messages = (run: DryRun) =>
      run.log.map(({ body }) => body.message).join('\n');
    const local = await dryRun();
    expect(messages(local)).toMatch(/Skipping step create because/);
    const published = await dryRun({
      publish: true,
      repoUrl: 'github.com?owner=example&repo=photo-booth',
    });
    // a dry run gets as far as the action that would reach out
    expect(messages(published)).toMatch(
      /Skipping because publish:github does not support dry-run/,
    );
    const settings = published.directoryContents.find(
      ({ path }) => path === 'release.yaml',
    );
    expect(
      parse(Buffer.from(settings?.base64Content ?? '', 'base64').toString()),
    ).toMatchObject({
      repo: { url: 'https://github.com/example/photo-booth' },
    });
  });
});
