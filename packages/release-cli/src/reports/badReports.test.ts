import fc from 'fast-check';
import { fixture } from '../__testUtils__/fixtures';
import { parseSarif } from '../sarif/sarifLog';
import { readFindings } from '../sarif/findings';
import { parseCycloneDx } from '../sbom/cyclonedx';
import { parseCoverage } from '../testCoverage/parseCoverage';
import { parseVexEnvelope } from '../vex/collectVex';
import { parseVulnerabilities } from '../vulnerabilities/collectVulnerabilities';
import { mergeVulnerabilities } from '../vulnerabilities/mergeVulnerabilities';

/** Reads a report and does with it what its collector does. */
const readers: Array<[string, string, (text: string) => unknown]> = [
  ['LCOV', fixture('testCoverage', 'bad_amount.info'), parseCoverage],
  ['Cobertura', fixture('testCoverage', 'coverage-py.xml'), parseCoverage],
  [
    'SARIF',
    fixture('sarif', 'now', 'eslint.sarif'),
    text => readFindings(parseSarif(text), new Set(['web/queue.js'])),
  ],
  ['CycloneDX', fixture('sbom', 'syft.cdx.json'), parseCycloneDx],
  [
    'Grype',
    fixture('vulnerabilities', 'grype-ignored.json'),
    text => mergeVulnerabilities(parseVulnerabilities(text) ?? []),
  ],
  [
    'OSV-Scanner',
    fixture('vulnerabilities', 'osv.json'),
    text => mergeVulnerabilities(parseVulnerabilities(text) ?? []),
  ],
  [
    'DSSE',
    '{"payloadType":"a","payload":"e30=","signatures":[{"sig":"AAAA"}]}',
    parseVexEnvelope,
  ],
];

const isXml = (text: string) => text.trimStart().startsWith('<');
const isJson = (text: string) => text.startsWith('{');

/** What a bad day makes of a report. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant('put' as const),
    at: fc.nat(),
    text: fc.constantFrom(
      '\u0000',
      '\ud800',
      '-1',
      'NaN',
      '1e400',
      'null',
      '"',
      '<',
      ']',
      '&lol;',
      '../../etc/passwd',
    ),
  }),
);

function damaged(
  text: string,
  how: { kind: string; at: number; text?: string },
) {
  const at = how.at % text.length;
  return how.kind === 'cut'
    ? text.slice(0, at)
    : text.slice(0, at) + how.text + text.slice(at + (how.text?.length ?? 0));
}

/** Every place in a JSON document, replaced by every kind of wrong value. */
function* wrongValues(text: string): Generator<string> {
  const wrong = [null, [], {}, '', -1, 1.5, true, 'x'.repeat(1000), [[[]]]];
  const document = JSON.parse(text);
  const places: Array<[Record<string, unknown>, string]> = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key]);
      walk((value as Record<string, unknown>)[key]);
    }
  };
  walk(document);
  for (const [holder, key] of places) {
    const before = holder[key];
    for (const value of [...wrong, undefined]) {
      holder[key] = value;
      yield JSON.stringify(document);
    }
    holder[key] = before;
  }
}

/** Reads it, or says in words why not. */
function expectReadOrTold(read: (text: string) => unknown, text: string) {
  try {
    read(text);
  } catch (error) {
    // a TypeError would be a fault of the program
    expect(error).toMatchObject({ name: 'Error' });
    expect((error as Error).message).toMatch(/^.{5,3000}$/s);
  }
}

describe.each(readers)('a report in %s', (_kind, whole, read) => {
  it('is read whole', () => {
    expect(() => read(whole)).not.toThrow();
  });

  it('is read or refused in words, whatever happened to it', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), steps => {
        expectReadOrTold(
          read,
          steps.reduce(
            (text, how) => (text ? damaged(text, how) : text),
            whole,
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is never read when it was cut', () => {
    if (!isJson(whole) && !isXml(whole)) return;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: whole.trimEnd().length - 1 }),
        length => {
          expect(() => read(whole.slice(0, length))).toThrow();
        },
      ),
    );
  });

  it('is read or refused in words with any value in any place', () => {
    if (!isJson(whole)) return;
    let count = 0;
    for (const text of wrongValues(whole)) {
      count += 1;
      if (count % 17 === 0 || whole.length < 500) expectReadOrTold(read, text);
    }
    expect(count).toBeGreaterThan(10);
  });
});
