import fc from 'fast-check';
import { fixture } from '../__testUtils__/fixtures';
import { CoverageSum } from './lineCoverage';
import { parseCoverage } from './parseCoverage';

function totals(...reports: string[]) {
  const sum = new CoverageSum();
  reports
    .flatMap(parseCoverage)
    .forEach(file => sum.add(file.candidates.join(), file.lines));
  return sum.totals();
}

const read = (name: string) => fixture('testCoverage', name);

describe('parseCoverage', () => {
  it.each([
    ['one trace of lcov', ['amount.info'], 31, 27],
    ['another trace of lcov', ['bad_amount.info'], 19, 15],
    [
      'both, as lcov itself puts them together',
      ['amount.info', 'bad_amount.info'],
      32,
      30,
    ],
    ['one trace twice', ['amount.info', 'amount.info'], 31, 27],
    ['gcovr, of both', ['gcovr.xml'], 32, 30],
    ['the XML of coverage.py', ['coverage-py.xml'], 17, 13],
    ['the LCOV of coverage.py', ['coverage-py.info'], 17, 13],
  ])('counts as the tools do: %s', (_what, names, lines, covered) => {
    expect(totals(...names.map(read))).toEqual({ lines, covered });
  });

  it('says where gcovr and coverage.py mean the files to be', () => {
    expect(
      parseCoverage(read('gcovr.xml')).map(f => f.candidates),
    ).toContainEqual(['./src/parse_amount.cc']);
    expect(parseCoverage(read('coverage-py.xml'))[0].candidates).toEqual([
      '/build/tools/report.py',
    ]);
  });

  it.each([
    [
      'of lcov 2, with what older versions have not',
      'TN:\nSF:a.cc\nVER:1#x\nFNL:0,1,9\nFNA:0,2,main\nDA:1,2,abc+/=\nBRDA:1,e0,0,-\nMCDC:1,2,t,1,0,x\nLF:1\nLH:1\nend_of_record\n',
      1,
      1,
    ],
    [
      'with Windows line ends',
      'SF:C:\\a.cc\r\nDA:1,0\r\nend_of_record\r\n',
      1,
      0,
    ],
    ['with comments', '# made by hand\nSF:a\nDA:1,1\nend_of_record', 1, 1],
    [
      'with counts beyond what a number holds',
      'SF:a\nDA:1,18446744073709551615\nDA:2,00\nend_of_record',
      2,
      1,
    ],
    [
      'with a file of templates, twice the same line',
      'SF:a\nDA:1,0\nDA:1,3\nDA:1,0\nend_of_record',
      1,
      1,
    ],
    ['of a file without lines', 'SF:a\nend_of_record', 0, 0],
  ])('reads a trace %s', (_what, text, lines, covered) => {
    expect(totals(text)).toEqual({ lines, covered });
  });

  it('counts the lines of a class once, and decodes its name', () => {
    const xml = `<?xml version="1.0"?><coverage lines-valid="9"><packages><package><classes>
      <class filename="a&amp;b.cc"><methods><method><lines><line number="1" hits="0"/></lines></method></methods>
        <lines><line number="1" hits="2"/></lines></class>
      <class filename="a&amp;b.cc"><lines><line number="1" hits="0"/><line number="2" hits="0"/></lines></class>
    </classes></package></packages></coverage>`;
    expect(parseCoverage(xml)[0].candidates).toEqual(['a&b.cc']);
    expect(totals(xml)).toEqual({ lines: 2, covered: 1 });
  });

  const cobertura = (line: string) =>
    `<coverage><packages><package><classes><class filename="a.cc"><lines>\n${line}\n</lines></class></classes></package></packages></coverage>`;

  it.each([
    ['nothing', ' \n', /^is empty/],
    ['a trace that ends early', 'SF:a.cc\nDA:1,1\n', /truncated.*line 1/],
    [
      'a trace cut within a word',
      'SF:a.cc\nDA:1,1\nend_of_rec',
      /line 3 is no record/,
    ],
    [
      'a trace cut between two files',
      'SF:a\nDA:1,1\nSF:b\nDA:1,1\nend_of_record',
      /truncated.*line 1/,
    ],
    ['a negative count', 'SF:a\nDA:1,-1\nend_of_record', /line 2.*DA:1,-1/],
    ['a count that is none', 'SF:a\nDA:1,NaN\nend_of_record', /line 2/],
    ['a line that is none', 'SF:a\nDA:x,1\nend_of_record', /line 2/],
    ['an endless line number', `SF:a\nDA:${'9'.repeat(99)},1\n`, /line 2/],
    ['a line of no file', 'DA:1,1\nend_of_record', /outside of a source file/],
    ['an end of no file', 'SF:a\nend_of_record\nend_of_record', /line 3/],
    ['a file without a name', 'SF:\nend_of_record', /no source file in line 1/],
    [
      'a trace that lists less than it declares',
      'SF:a\nDA:1,1\nLF:3\nLH:3\nend_of_record',
      /lists 1 of 3 lines of a up to line 5/,
    ],
    ['a trace of nothing', 'TN:\n', /names no source file/],
    ['JSON', '{"files": []}', /not an LCOV trace: line 1/],
    ['bytes', '\u0000\u0001\u0002', /not an LCOV trace/],
    ['text', 'All tests passed.', /not an LCOV trace: line 1/],
    [
      'an XML report that ends early',
      read('gcovr.xml').slice(0, 1500),
      /broken XML/,
    ],
    ['a JUnit report', '<testsuites/>', /root is <testsuites>/],
    [
      'a Clover report',
      '<coverage clover="4"><project/></coverage>',
      /no <packages>/,
    ],
    ['a JaCoCo report', '<report name="x"/>', /root is <report>/],
    [
      'negative hits',
      cobertura('<line number="3" hits="-1"/>'),
      /hits="-1" in line 3 of a.cc/,
    ],
    ['no hits', cobertura('<line number="3"/>'), /hits="" in line 3 of a.cc/],
    [
      'hits that are none',
      cobertura('<line number="3" hits="NaN"/>'),
      /hits="NaN"/,
    ],
    [
      'a line without a number',
      cobertura('<line hits="1"/>'),
      /number="" in a <line> of a.cc/,
    ],
    [
      'a class without a file',
      '<coverage><packages><package><classes><class/></classes></package></packages></coverage>',
      /<class> without a filename/,
    ],
    [
      'counts without lines',
      '<coverage lines-valid="80" line-rate="0.9"><packages><package/></packages></coverage>',
      /declares 80 lines but lists none/,
    ],
    [
      'an entity bomb',
      `<!DOCTYPE coverage [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;">]>${cobertura(
        '<line number="1" hits="&b;"/>',
      )}`,
      /document type declaration/,
    ],
    [
      'a named document type that declares something too',
      `<!DOCTYPE coverage SYSTEM "a.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>${cobertura(
        '',
      )}`,
      /document type declaration/,
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseCoverage(text)).toThrow(message);
  });

  it('names the line of broken XML behind a document type', () => {
    const xml = read('gcovr.xml').split('\n');
    xml[7] = '<class';
    expect(() => parseCoverage(xml.join('\n'))).toThrow(/line [89]/);
  });

  const counts = fc.dictionary(
    fc.constantFrom('a.cc', 'b/c.h', 'd e.cc'),
    fc.dictionary(
      fc.integer({ min: 1, max: 30 }).map(String),
      fc.nat({ max: 3 }),
    ),
  );
  type Counts = Record<string, Record<string, number>>;

  const lcov = (files: Counts) =>
    `TN:x\n${Object.entries(files)
      .map(
        ([file, lines]) =>
          `SF:${file}\n${Object.entries(lines)
            .map(([line, hits]) => `DA:${line},${hits}\n`)
            .join('')}end_of_record\n`,
      )
      .join('')}SF:empty\nend_of_record\n`;

  const xmlOf = (files: Counts) =>
    `<coverage><packages><package><classes>${Object.entries(files)
      .map(
        ([file, lines]) =>
          `<class filename="${file}"><lines>${Object.entries(lines)
            .map(([line, hits]) => `<line number="${line}" hits="${hits}"/>`)
            .join('')}</lines></class>`,
      )
      .join('')}</classes></package></packages></coverage>`;

  it('adds up by line and file, in any order and format', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 4 }), all => {
        const hit = new Map<string, boolean>();
        all.forEach(files =>
          Object.entries(files).forEach(([file, lines]) =>
            Object.entries(lines).forEach(([line, hits]) => {
              const key = `${file}:${line}`;
              hit.set(key, hits > 0 || hit.get(key) === true);
            }),
          ),
        );
        const expected = {
          lines: hit.size,
          covered: [...hit.values()].filter(Boolean).length,
        };
        const traces = all.map(lcov);
        expect(totals(...traces)).toEqual(expected);
        expect(totals(...traces.reverse(), ...all.map(xmlOf))).toEqual(
          expected,
        );
      }),
    );
  });

  it('never reads a trace that was cut as a whole one', () => {
    const whole = lcov({ 'a.cc': { 1: 1, 2: 0 }, 'b.cc': { 3: 1 } });
    const ends = [...whole.matchAll(/end_of_record\n?/g)].flatMap(match => [
      match.index + 'end_of_record'.length,
      match.index + 'end_of_record\n'.length,
    ]);
    for (let cut = 1; cut < whole.length; cut += 1) {
      // cut right between two files it is a trace of the first
      if (ends.includes(cut)) continue;
      expect(() => parseCoverage(whole.slice(0, cut))).toThrow();
    }
  });
});
