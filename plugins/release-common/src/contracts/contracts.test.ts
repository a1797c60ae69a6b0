import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { submission } from '../api';
import {
  Contract,
  ContractError,
  ContractName,
  Fault,
  contracts,
  parseContract,
  parseWith,
} from './parseContract';
import { releaseSettings } from './releaseSettings';

const folder = resolve(__dirname, '../../../../contracts/examples');

function example<N extends ContractName>(name: N): Contract<N> {
  return JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8'));
}

function faultsOf(run: () => unknown): Fault[] {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ContractError);
    return (error as ContractError).faults;
  }
  throw new Error('was accepted');
}

type Path = Array<string | number>;

/** A copy of the document with one place replaced; `undefined` removes it. */
function withValue(document: object, path: Path, value: unknown) {
  const copy = structuredClone(document) as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) {
    at = at[key] as Record<string | number, unknown>;
  }
  const last = path[path.length - 1];
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

function replace(name: ContractName, path: Path, value: unknown) {
  return faultsOf(() =>
    parseContract(name, withValue(example(name), path, value)),
  );
}

const names = Object.keys(contracts) as ContractName[];

describe.each(names)('%s', name => {
  it('accepts its example', () => {
    expect(parseContract(name, example(name))).toEqual(example(name));
  });

  it.each([null, undefined, [], 'text', 1, true, {}, [{}]])(
    'refuses %j instead of a document',
    value => {
      expect(faultsOf(() => parseContract(name, value))).not.toHaveLength(0);
    },
  );

  it('needs every key that the example would be incomplete without', () => {
    const { shape } = contracts[name];
    const required = Object.entries(shape)
      .filter(([, field]) => !field.safeParse(undefined).success)
      .map(([key]) => key);
    expect(required).toContain('schemaVersion');
    for (const key of required) {
      expect(replace(name, [key], undefined)).toEqual([
        expect.objectContaining({ path: key }),
      ]);
    }
  });

  it('refuses an unknown key at every object, by path', () => {
    const places: Path[] = [];
    const walk = (value: unknown, path: Path) => {
      if (value === null || typeof value !== 'object') return;
      if (Array.isArray(value)) {
        value.forEach((item, index) => walk(item, [...path, index]));
        return;
      }
      // metric labels are the one open set of names
      if (path[path.length - 1] !== 'metricLabels') places.push(path);
      Object.entries(value).forEach(([key, item]) =>
        walk(item, [...path, key]),
      );
    };
    walk(example(name), []);
    expect(places.length).toBeGreaterThan(1);
    for (const place of places) {
      const faults = replace(name, [...place, 'surprise'], 1);
      expect(faults).toEqual([
        {
          path: expect.stringMatching(/(^|\.)surprise$/),
          message: 'unknown key',
        },
      ]);
    }
  });

  it('knows only its own schema version', () => {
    for (const version of ['1.1', '2.0', 1, '']) {
      expect(replace(name, ['schemaVersion'], version)[0].path).toBe(
        'schemaVersion',
      );
    }
  });
});

const A = 'a'.repeat(64);

const badBuildInfo: Array<[string, Path, unknown]> = [
  ['an upper-case digest', ['artifacts', 0, 'sha256'], A.toUpperCase()],
  ['a short digest', ['artifacts', 0, 'sha256'], A.slice(1)],
  ['a digest with its algorithm', ['artifacts', 0, 'sha256'], `sha256:${A}`],
  ['a digest with a line end', ['artifacts', 0, 'sha256'], `${A}\n`],
  ['a name that climbs', ['artifacts', 0, 'name'], '../../etc/passwd'],
  ['a name that climbs inside', ['artifacts', 0, 'name'], 'a/../../b'],
  ['a dot segment', ['artifacts', 0, 'name'], 'a/./b'],
  ['an absolute name', ['artifacts', 0, 'name'], '/etc/passwd'],
  ['a Windows path', ['artifacts', 0, 'name'], 'C:\\driver.cab'],
  ['an empty segment', ['artifacts', 0, 'name'], 'a//b'],
  ['a folder for a name', ['artifacts', 0, 'name'], 'a/'],
  ['a name that reads as an option', ['artifacts', 0, 'name'], '--force'],
  ['a shell substitution', ['artifacts', 0, 'name'], '$(reboot)'],
  ['a template expression', ['artifacts', 0, 'name'], '{{ .Values.x }}'],
  ['a line break in a name', ['artifacts', 0, 'name'], 'a\nb'],
  ['a NUL in a name', ['artifacts', 0, 'name'], 'a\u0000b'],
  ['a right-to-left name', ['artifacts', 0, 'name'], 'a\u202egnp.exe'],
  ['a look-alike name', ['artifacts', 0, 'name'], 'pаyments'],
  ['a decomposed name', ['artifacts', 0, 'name'], 'cafe\u0301'],
  ['a name that is too long', ['artifacts', 0, 'name'], 'a'.repeat(201)],
  ['an unknown system', ['artifacts', 0, 'os'], 'macos'],
  ['a system in capitals', ['artifacts', 0, 'os'], 'Linux'],
  ['no artifact', ['artifacts'], []],
  ['a negative size', ['artifacts', 0, 'sizeBytes'], -1],
  ['a fraction of a byte', ['artifacts', 0, 'sizeBytes'], 0.5],
  ['an inexact size', ['artifacts', 0, 'sizeBytes'], 2 ** 53 + 2],
  ['an infinite size', ['artifacts', 0, 'sizeBytes'], Infinity],
  ['NaN', ['artifacts', 0, 'sizeBytes'], NaN],
  ['a number as text', ['artifacts', 0, 'sizeBytes'], '12'],
  ['a script for a link', ['artifacts', 0, 'uri'], `JavaScript${':'}alert(1)`],
  ['a page for a link', ['repo', 'url'], ' data:text/html,x'],
  ['a script as the run', ['ci', 'url'], `javascript${':'}alert(1)`],
  ['a URL with credentials', ['ci', 'url'], 'https://me:pw@ci.example/1'],
  ['a URL with a line break', ['ci', 'url'], 'https://ci.exam\nple.com/'],
  ['a URL with a space', ['ci', 'url'], 'https://ci.example.com/a b'],
  ['a URL with a backslash', ['ci', 'url'], 'https://ci.example.com\\@evil/'],
  ['a URL that reads backwards', ['ci', 'url'], 'https://ci.example/\u202e'],
  ['a URL with a lone surrogate', ['ci', 'url'], 'https://ci.example/\ud800'],
  ['a URL without a host', ['ci', 'url'], 'https:///x'],
  ['another scheme', ['ci', 'url'], 'ftp://ci.example.com/'],
  ['a partial entity', ['component'], 'payments-service'],
  ['an entity in capitals', ['component'], 'Component:default/Payments'],
  ['an entity that climbs', ['component'], 'component:default/..'],
  ['an entity with a look-alike', ['component'], 'component:default/pаyments'],
  ['a short commit', ['commit'], 'a1b2c3d'],
  ['an upper-case commit', ['commit'], 'A'.repeat(40)],
  ['a branch for a commit', ['commit'], 'main'],
  ['an id with a slash', ['buildId'], 'jenkins/418'],
  ['an id that reads as an option', ['buildId'], '-418'],
  ['an id that is too long', ['buildId'], 'a'.repeat(121)],
  ['an empty version', ['version'], ''],
  ['a blank version', ['version'], ' \u00a0 '],
  ['a lone surrogate', ['version'], '1.0\ud800'],
  ['an escape sequence', ['commitMessage'], '\u001b[2Jretry'],
  ['a second line', ['commitMessage'], 'retry\nApproved-by: sre'],
  ['a line separator', ['commitMessage'], 'retry\u2028Approved-by: sre'],
  ['a bidirectional override', ['branch'], 'main\u2066'],
  ['a time without a zone', ['startedAt'], '2026-11-23T13:58:12'],
  ['a time in another zone', ['startedAt'], '2026-11-23T13:58:12+01:00'],
  ['a time without seconds', ['startedAt'], '2026-11-23T13:58Z'],
  ['a day that is not', ['startedAt'], '2026-02-30T13:58:12Z'],
  ['an hour that is not', ['startedAt'], '2026-11-23T24:00:00Z'],
  ['seconds since the epoch', ['startedAt'], 1795442292],
  ['more failed tests than tests', ['tests', 0, 'failed'], 1284],
  ['coverage in percent', ['coverage', 'lines'], 84.2],
  ['coverage as text', ['coverage', 'lines'], '0.842'],
  ['negative time', ['tests', 0, 'durationSeconds'], -0.1],
];

describe('build-info', () => {
  it.each(badBuildInfo)('refuses %s', (_what, path, value) => {
    const faults = replace('build-info', path, value);
    expect(
      faults.filter(fault => fault.path.startsWith(String(path[0]))),
    ).not.toHaveLength(0);
  });

  it('names the place of a fault as a person would write it', () => {
    expect(
      replace('build-info', ['artifacts', 1, 'sha256'], A.slice(2)),
    ).toEqual([
      {
        path: 'artifacts[1].sha256',
        message: 'must be a lower-case hex SHA-256 (64 characters)',
      },
    ]);
  });

  it('refuses an end before the start, but not one at the start', () => {
    const { startedAt } = example('build-info');
    expect(
      replace('build-info', ['finishedAt'], '2026-11-23T13:58:11Z'),
    ).toEqual([
      { path: 'finishedAt', message: 'must not be before startedAt' },
    ]);
    expect(() =>
      parseContract(
        'build-info',
        withValue(example('build-info'), ['finishedAt'], startedAt),
      ),
    ).not.toThrow();
  });

  it('refuses two artifacts whose names differ in case only', () => {
    const { artifacts } = example('build-info');
    const twin = { ...artifacts[0], name: artifacts[0].name.toUpperCase() };
    expect(replace('build-info', ['artifacts', 1], twin)).toEqual([
      { path: 'artifacts[1].name', message: expect.stringContaining('twice') },
    ]);
  });

  it('refuses two summaries of one system, here and in risk-inputs', () => {
    for (const name of ['build-info', 'risk-inputs'] as const) {
      expect(replace(name, ['tests', 1, 'os'], 'linux')).toEqual([
        { path: 'tests[1].os', message: 'linux is summed up twice' },
      ]);
      expect(replace(name, ['tests', 1, 'flaky'], 1190)).toEqual([
        { path: 'tests[1].total', message: expect.stringMatching(/at least/) },
      ]);
    }
  });
});

const badRiskInputs: Array<[string, Path, unknown]> = [
  ['a part of the change', ['change', 'ageDays'], undefined],
  ['null for what is missing', ['change'], null],
  ['entropy above 1', ['change', 'entropy'], 1.0000001],
  ['entropy below 0', ['change', 'entropy'], -0.0000001],
  ['NaN entropy', ['change', 'entropy'], NaN],
  ['half a file', ['change', 'files'], 1.5],
  ['yes for true', ['change', 'isFix'], 'yes'],
  ['a CVSS above 10', ['vulnerabilities', 0, 'cvss'], 10.1],
  ['an EPSS in percent', ['vulnerabilities', 0, 'epss'], 40],
  [
    'a VEX without its signature',
    ['vulnerabilities', 0, 'vex', 'signed'],
    undefined,
  ],
  ['a severity of its own', ['vulnerabilities', 0, 'severity'], 'CRITICAL'],
  ['a failure rate in percent', ['history', 'recentFailureRate'], 20],
  ['endless days', ['history', 'daysSinceLastRelease'], Infinity],
  ['a loss of more than everything', ['coverage'], { lines: 0.5, delta: -2 }],
];

describe('risk-inputs', () => {
  it.each(badRiskInputs)('refuses %s', (_what, path, value) => {
    expect(replace('risk-inputs', path, value)).toEqual([
      expect.objectContaining({
        path: expect.stringMatching(new RegExp(`^${path[0]}`)),
      }),
    ]);
  });

  it.each([0, -0, 1])('accepts an entropy of exactly %p', entropy => {
    const document = withValue(
      example('risk-inputs'),
      ['change', 'entropy'],
      entropy,
    );
    expect(() => parseContract('risk-inputs', document)).not.toThrow();
  });

  it('is whole with its identity alone', () => {
    const { schemaVersion, buildId, component, commit, collectedAt } =
      example('risk-inputs');
    const bare = { schemaVersion, buildId, component, commit, collectedAt };
    expect(parseContract('risk-inputs', bare)).toEqual(bare);
  });
});

describe('target references', () => {
  it.each([
    'lab:../../x',
    'lab:/etc',
    'lab:a//b',
    'lab:a/',
    'lab:.',
    'lab:a/./b',
    'lab:',
    'payments-service',
    'Lab:x',
    'lab:a b',
  ])('refuses %s', target => {
    expect(replace('rollback-record', ['target'], target)[0].path).toBe(
      'target',
    );
  });

  it.each(['lab:payments-service', 'kubernetes:production/payments.v2'])(
    'accepts %s',
    target => {
      const document = withValue(
        example('rollback-record'),
        ['target'],
        target,
      );
      expect(() => parseContract('rollback-record', document)).not.toThrow();
    },
  );
});

describe('submission', () => {
  const body = () => ({
    buildInfo: example('build-info'),
    riskInputs: example('risk-inputs'),
    environment: 'production',
  });

  it.each([
    ['component', 'component:default/kiosk-firmware'],
    ['buildId', 'jenkins:other#1'],
    ['commit', 'f'.repeat(40)],
  ])('refuses risk-inputs with another %s', (key, value) => {
    const mixed = withValue(body(), ['riskInputs', key], value);
    expect(faultsOf(() => parseWith(submission, 'submission', mixed))).toEqual([
      { path: `riskInputs.${key}`, message: expect.stringContaining(value) },
    ]);
  });

  it.each(['Production', '', 'prod/eu', '1st', '../production'])(
    'refuses the environment %p',
    environment => {
      expect(
        faultsOf(() =>
          parseWith(submission, 'submission', { ...body(), environment }),
        )[0].path,
      ).toBe('environment');
    },
  );
});

describe('release settings', () => {
  const settings = (path: string) => ({
    schemaVersion: '1.0',
    component: 'component:default/payments-service',
    artifacts: [{ path, os: 'linux', arch: 'x86_64' }],
  });

  it.each(['build/app.tar.gz', 'build/*/app', '..app', 'a/..b'])(
    'accepts the path %s',
    path => {
      expect(() =>
        parseWith(releaseSettings, 'release.yaml', settings(path)),
      ).not.toThrow();
    },
  );

  it.each(['../secret', 'a/../../b', '/etc/passwd', 'C:/x', 'a\\b', '', '..'])(
    'refuses the path %p',
    path => {
      expect(
        faultsOf(() =>
          parseWith(releaseSettings, 'release.yaml', settings(path)),
        )[0].path,
      ).toBe('artifacts[0].path');
    },
  );

  it('cannot name the portal, which would send the token elsewhere', () => {
    expect(
      faultsOf(() =>
        parseWith(releaseSettings, 'release.yaml', {
          ...settings('a'),
          portal: 'https://evil.example.com',
        }),
      ),
    ).toEqual([{ path: 'portal', message: 'unknown key' }]);
  });
});

describe('ContractError', () => {
  it('stays small however many faults a hostile document has', () => {
    const hostile = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => [`k${i}`, 1]),
    );
    const faults = faultsOf(() =>
      parseContract('build-info', { ...example('build-info'), ...hostile }),
    );
    expect(faults).toHaveLength(101);
    expect(faults[100].message).toBe('and 99900 more faults');
  });

  it('does not repeat an endless key', () => {
    const [fault] = replace('build-info', ['x'.repeat(1_000_000)], 1);
    expect(fault.path.length).toBeLessThan(200);
  });
});
