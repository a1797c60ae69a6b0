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

/** What is wrong with a text in words; "read" when it is read. */
function verdictOn(read: (text: string) => unknown, text: string): string {
  try {
    read(text);
    return 'read';
  } catch (error) {
    if (!(error instanceof Error)) return '';
    // a TypeError would be a fault of the program
    return error.name === 'Error' ? error.message : '';
  }
}

describe.each(readers)('a report in %s', (_kind, whole, read) => {
  it('is read whole', () => {
    expect(verdictOn(read, whole)).toBe('read');
  });

  it('is read or refused in words, whatever happened to it', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), steps => {
        const text = steps.reduce(
          (left, how) => (left ? damaged(left, how) : left),
          whole,
        );
        expect(verdictOn(read, text)).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

const structured = readers.filter(([, whole]) => /^\s*[<{]/.test(whole));

it.each(structured)(
  'a report in %s is never read when it was cut',
  (_kind, whole, read) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: whole.trimEnd().length - 1 }),
        length => {
          expect(verdictOn(read, whole.slice(0, length))).not.toBe('read');
        },
      ),
    );
  },
);

const json = readers.filter(([, whole]) => whole.startsWith('{'));

it.each(json)(
  'a report in %s is read or refused in words with any value in any place',
  (_kind, whole, read) => {
    const texts = [...wrongValues(whole)];
    // every place with some of the values
    const step = texts.length > 5000 ? 17 : 1;
    const verdicts = texts
      .filter((_text, index) => index % step === 0)
      .map(text => verdictOn(read, text));
    expect(verdicts).not.toContain('');
    expect(verdicts.filter(words => words !== 'read')).not.toHaveLength(0);
  },
);
