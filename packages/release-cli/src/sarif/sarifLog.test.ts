import { fixture } from '../__testUtils__/fixtures';
import { parseSarif } from './sarifLog';

const whole = fixture('sarif', 'now', 'clang.sarif');

const log = (run: object, version: unknown = '2.1.0') =>
  JSON.stringify({
    version,
    runs: [{ tool: { driver: { name: 'T' } }, results: [], ...run }],
  });

const result = (change: object) =>
  log({ results: [{ message: { text: 'x' }, ...change }] });

describe('parseSarif', () => {
  it.each([
    ['nothing', '', /^is empty/],
    ['a log that ends early', whole.slice(0, 4000), /^is not JSON/],
    ['a log with more behind it', `${whole}{}`, /^is not JSON/],
    ['text', 'no findings', /^is not JSON/],
    ['null', 'null', /is not a SARIF log: it has no runs/],
    ['a list', '[]', /is not a SARIF log/],
    [
      'a report of Grype',
      fixture('vulnerabilities', 'grype.json'),
      /not a SARIF/,
    ],
    ['an SBOM', fixture('sbom', 'syft.cdx.json'), /not a SARIF log/],
    ['no run', '{"version":"2.1.0","runs":[]}', /runs: is empty/],
    [
      'an older version',
      log({}, '2.0.0'),
      /is SARIF 2.0.0; give version 2.1.0/,
    ],
    ['no version', log({}, null), /is SARIF null/],
    [
      'a run that came to no result',
      log({ results: undefined }),
      /runs\[0\]\.results: is missing: the tool did not come to a result/,
    ],
    [
      'results that are null',
      log({ results: null }),
      /did not come to a result/,
    ],
    ['results that are none', log({ results: {} }), /runs\[0\]\.results: /],
    [
      'a run of ESLint that could not parse a file',
      fixture('sarif', 'now', 'eslint-broken.sarif'),
      /run of ESLint that did not succeed \(runs\[0\]\.invocations\[0\]\): Parsing error/,
    ],
    [
      'a run that failed without words',
      log({ invocations: [{ executionSuccessful: false }] }),
      /does not say why/,
    ],
    ['an unknown level', result({ level: 'fatal' }), /results\[0\]\.level: /],
    [
      'a result without a message',
      log({ results: [{}] }),
      /results\[0\]\.message/,
    ],
    [
      'a negative line',
      result({
        locations: [{ physicalLocation: { region: { startLine: -4 } } }],
      }),
      /startLine/,
    ],
    ['a tool without a name', log({ tool: { driver: {} } }), /driver\.name/],
    [
      'a key that reaches a prototype',
      '{"version":"2.1.0","runs":[{"__proto__":{"results":[]}}]}',
      /__proto__: is a forbidden key/,
    ],
    [
      'a key twice',
      '{"version":"2.1.0","runs":[],"runs":[]}',
      /runs: stands twice/,
    ],
    ['a bottomless nest', '['.repeat(100_000), /nested deeper/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseSarif(text)).toThrow(message);
  });

  it('keeps its words short, whatever is wrong', () => {
    const results = Array.from({ length: 500 }, () => ({ level: 'x' }));
    expect(() => parseSarif(log({ results }))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^.{20,2000}$/s),
      }),
    );
  });
});
