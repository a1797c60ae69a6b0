import fc from 'fast-check';
import { fixture } from '../__testUtils__/fixtures';
import { readFindings } from './findings';
import { countNew } from './newFindings';
import { parseSarif } from './sarifLog';

const TRACKED = new Set(['src/spool.cc', 'web/queue.js', 'tools/report.py']);

const find = (...logs: string[]) =>
  readFindings(logs.flatMap(parseSarif), TRACKED);

const real = (folder: 'now' | 'base', ...tools: string[]) =>
  find(...tools.map(tool => fixture('sarif', folder, `${tool}.sarif`)));

const counts = (error: number, warning: number, note: number) => ({
  error,
  warning,
  note,
});

type Change = Record<string, unknown>;

const result = (change: Change = {}) => ({
  ruleId: 'R1',
  message: { text: 'is bad' },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: 'src/spool.cc' },
        region: { startLine: 7, startColumn: 1 },
      },
    },
  ],
  ...change,
});

const at = (uri: string, startLine = 7) => ({
  locations: [
    { physicalLocation: { artifactLocation: { uri }, region: { startLine } } },
  ],
});

const log = (results: Change[], run: Change = {}) =>
  JSON.stringify({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'T' } }, results, ...run }],
  });

const news = (today: Change[], base?: Change[], isEachNew = false) =>
  countNew(find(log(today)), base && find(log(base)), isEachNew);

describe('findings of real tools', () => {
  it.each([
    ['clang', ['clang'], counts(0, 1, 0)],
    ['clang, by fingerprints', ['clang-fingerprints'], counts(0, 1, 0)],
    ['ESLint, and not what a comment suppresses', ['eslint'], counts(1, 0, 0)],
    ['Bandit', ['bandit'], counts(1, 0, 1)],
    ['Semgrep, of which only lines moved', ['semgrep'], counts(0, 0, 0)],
    ['all of them', ['clang', 'eslint', 'bandit', 'semgrep'], counts(2, 1, 1)],
  ])('are new against those of before: %s', (_what, tools, expected) => {
    expect(
      countNew(real('now', ...tools), real('base', ...tools), false),
    ).toEqual(expected);
    expect(
      countNew(real('base', ...tools), real('base', ...tools), false),
    ).toEqual(counts(0, 0, 0));
  });

  it.each([
    // Semgrep gives levels with its rules only
    ['Semgrep', ['semgrep'], counts(1, 1, 1)],
    ['clang', ['clang'], counts(0, 2, 0)],
    ['ESLint', ['eslint'], counts(1, 2, 0)],
  ])(
    'are all new where the repository says so: %s',
    (_what, tools, expected) => {
      expect(countNew(real('now', ...tools), undefined, true)).toEqual(
        expected,
      );
    },
  );

  it('are what a tool says that compared them itself', () => {
    expect(countNew(real('now', 'clang-baselined'), undefined, false)).toEqual(
      counts(0, 1, 0),
    );
  });

  it('cannot be told without those of before, of the same tool', () => {
    expect(countNew(real('now', 'clang'), undefined, false)).toEqual({
      notComparable: 'clang',
    });
    expect(
      countNew(real('now', 'clang', 'bandit'), real('base', 'clang'), false),
    ).toEqual({ notComparable: 'Bandit' });
  });

  it('are none of a run that found nothing, with or without those of before', () => {
    expect(countNew(real('now', 'eslint-clean'), undefined, false)).toEqual(
      counts(0, 0, 0),
    );
  });

  it('are the same on agents with other folders', () => {
    const windows = fixture('sarif', 'now', 'clang.sarif').replace(
      /file:\/\/\/build/g,
      'file:///C:/ws%20a',
    );
    expect(countNew(find(windows), real('now', 'clang'), false)).toEqual(
      counts(0, 0, 0),
    );
  });
});

describe('countNew', () => {
  const print = (value: string, kind = 'partialFingerprints') => ({
    [kind]: { 'hash/v1': value },
  });

  it.each([
    ['a finding that moved', [result(at('src/spool.cc', 90))], 0],
    ['a second one like it', [result(), result(at('src/spool.cc', 90))], 1],
    ['another rule', [result({ ruleId: 'R2' })], 1],
    ['another file', [result(at('web/queue.js'))], 1],
    ['other words', [result({ message: { text: 'is worse' } })], 1],
    [
      'other words with the same fingerprint',
      [result({ ...print('a'), message: { text: 'is worse' } })],
      0,
    ],
    [
      'the same full fingerprint',
      [result({ ...print('f', 'fingerprints'), message: { text: 'else' } })],
      0,
    ],
    [
      'the same fingerprint of another rule',
      [result({ ...print('a'), ruleId: 'R2' })],
      1,
    ],
    [
      'the same fingerprint in another file',
      [result({ ...print('a'), ...at('web/queue.js') })],
      1,
    ],
    ['the same words, another fingerprint', [result(print('b'))], 0],
    [
      'one by its fingerprint, the other by nothing',
      [result(print('b')), result({ ...print('a'), ...at('src/spool.cc', 9) })],
      1,
    ],
    ['nothing', [], 0],
  ])('compares %s', (_what, today, expected) => {
    const base = [
      result({
        ...print('a'),
        fingerprints: { 'hash/v1': 'f' },
      }),
    ];
    expect(news(today, base)).toEqual(counts(0, expected, 0));
  });

  it.each([
    ['a level', { level: 'error' }, {}, counts(1, 0, 0)],
    ['the level of its rule', { ruleId: 'R' }, {}, counts(0, 0, 1)],
    [
      'the level of the rule it is a case of',
      { ruleId: 'R/1' },
      {},
      counts(0, 0, 1),
    ],
    [
      'the level of a rule by index',
      { ruleId: undefined, ruleIndex: 0 },
      {},
      counts(0, 0, 1),
    ],
    [
      'the level of a rule of an extension',
      { ruleId: 'E', rule: { index: 0, toolComponent: { index: 0 } } },
      {},
      counts(1, 0, 0),
    ],
    ['an unknown rule', { ruleId: 'X', ruleIndex: 77 }, {}, counts(0, 1, 0)],
    ['no severity', { level: 'none' }, {}, counts(0, 0, 0)],
    [
      'what is no failure',
      { kind: 'pass', level: 'error' },
      {},
      counts(0, 0, 0),
    ],
    ['what is gone', { baselineState: 'absent' }, {}, counts(0, 0, 0)],
    ['what is known', { baselineState: 'updated' }, {}, counts(0, 0, 0)],
    ['what is new', { baselineState: 'new' }, {}, counts(0, 1, 0)],
    [
      'what is suppressed',
      { suppressions: [{ kind: 'external' }] },
      {},
      counts(0, 0, 0),
    ],
    [
      'what somebody wants suppressed',
      { suppressions: [{ status: 'accepted' }, { status: 'underReview' }] },
      {},
      counts(0, 1, 0),
    ],
    ['what nobody suppresses', { suppressions: [] }, {}, counts(0, 1, 0)],
    ['what has no place', { locations: [] }, {}, counts(0, 1, 0)],
  ])('counts %s', (_what, change, run, expected) => {
    const text = log([result(change)], {
      tool: {
        driver: {
          name: 'T',
          rules: [{ id: 'R', defaultConfiguration: { level: 'note' } }],
        },
        extensions: [
          {
            name: 'X',
            rules: [{ id: 'E', defaultConfiguration: { level: 'error' } }],
          },
        ],
      },
      ...run,
    });
    expect(countNew(find(text), undefined, true)).toEqual(expected);
  });

  it('counts a finding of several logs once', () => {
    expect(
      countNew(
        find(log([result()]), log([result(), result()])),
        undefined,
        true,
      ),
    ).toEqual(counts(0, 1, 0));
  });

  it('finds files by index and by base folders', () => {
    const indexed = log(
      [
        result({
          locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }],
        }),
      ],
      {
        artifacts: [{ location: { uri: 'spool.cc', uriBaseId: 'SRC' } }],
        originalUriBaseIds: {
          ROOT: { uri: 'file:///ws/' },
          SRC: { uri: 'src/', uriBaseId: 'ROOT' },
        },
      },
    );
    const looped = log([result()], {
      originalUriBaseIds: { A: { uri: 'a/', uriBaseId: 'A' } },
    });
    expect(find(indexed).findings[0].file).toBe('src/spool.cc');
    expect(find(looped).findings[0].file).toBe('src/spool.cc');
    expect(
      find(log([result(at('../../../etc/passwd%'))])).findings[0].file,
    ).toBe('../../../etc/passwd%');
  });

  const findings = fc.array(
    fc.record({
      ruleId: fc.constantFrom('R1', 'R2'),
      message: fc.record({ text: fc.constantFrom('a', 'b') }),
      partialFingerprints: fc.dictionary(
        fc.constant('h'),
        fc.constantFrom('1', '2'),
      ),
      locations: fc
        .tuple(fc.constantFrom('src/spool.cc', 'x.cc'), fc.nat({ max: 20 }))
        .map(([uri, line]) => at(uri, line).locations),
    }),
    { maxLength: 12 },
  );
  const sum = (value: object) =>
    Object.values(value).reduce((a: number, b: number) => a + b, 0);

  it('has nothing new against itself, and never more than there is or less than came on top', () => {
    fc.assert(
      fc.property(findings, findings, (today, before) => {
        const all = find(log(today)).findings.length;
        const known = find(log(before)).findings.length;
        expect(sum(news(today, today))).toBe(0);
        const fresh = sum(news(today, before));
        expect(fresh).toBeLessThanOrEqual(all);
        expect(fresh).toBeGreaterThanOrEqual(all - known);
        expect(sum(news(today, []))).toBe(all);
      }),
    );
  });

  it('compares very many in a moment', () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      result(at('src/spool.cc', i)),
    );
    expect(news(many, many.slice(1))).toEqual(counts(0, 1, 0));
  });
});
