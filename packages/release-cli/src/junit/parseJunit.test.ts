import fc from 'fast-check';
import { parseJunit } from './parseJunit';

const totals = (
  total: number,
  failed = 0,
  skipped = 0,
  flaky = 0,
  durationSeconds = 0,
) => ({
  total,
  failed,
  skipped,
  flaky,
  durationSeconds: expect.closeTo(durationSeconds, 9),
});

const reports: Array<[string, string, ReturnType<typeof totals>]> = [
  [
    'Surefire, with reruns and thousands separators',
    `<?xml version="1.0" encoding="UTF-8"?>
     <!-- made by surefire -->
     <testsuite name="Retry" time="1,234.5" tests="4" errors="0" skipped="1" failures="1">
       <properties><property name="a" value="b"/></properties>
       <testcase name="ok" classname="R" time="1,000.25"/>
       <testcase name="flaky" classname="R" time="1">
         <flakyFailure message="once" type="x"><stackTrace>at</stackTrace></flakyFailure>
       </testcase>
       <testcase name="bad" classname="R" time="2.25">
         <failure message="no"/><rerunFailure message="no again"/>
       </testcase>
       <testcase name="later" classname="R"><skipped message="todo"/></testcase>
     </testsuite>`,
    totals(4, 1, 1, 1, 1003.5),
  ],
  [
    'pytest, with an error in a fixture',
    `<testsuites><testsuite name="pytest" errors="1" failures="0" skipped="0" tests="2" time="0.5">
       <testcase classname="t" name="a" time="0.1"><error message="fixture"/></testcase>
       <testcase classname="t" name="b" time="0.2"></testcase>
     </testsuite></testsuites>`,
    totals(2, 1, 0, 0, 0.3),
  ],
  [
    'GoogleTest, with a test that is switched off',
    `<testsuites tests="3" failures="0" disabled="1" errors="0" time="0.02" name="AllTests">
       <testsuite name="A" tests="3" failures="0" disabled="1" skipped="1" time="0.02">
         <testcase name="runs" status="run" result="completed" time="0.01" classname="A"/>
         <testcase name="DISABLED_x" status="notrun" result="suppressed" time="0." classname="A"/>
         <testcase name="skips" status="run" result="skipped" time="0." classname="A">
           <skipped message="not here"><![CDATA[<!DOCTYPE html><failure/>]]></skipped>
         </testcase>
       </testsuite>
     </testsuites>`,
    totals(3, 0, 2, 0, 0.01),
  ],
  [
    'Catch2, whose suites count assertions and not tests',
    `<testsuites><testsuite name="unit" errors="0" failures="3" tests="412" time="0.8">
       <testcase classname="unit.global" name="adds" time="0.4"/>
       <testcase classname="unit.global" name="divides" time="0.4">
         <failure message="a == b" type="REQUIRE">x</failure>
         <failure message="b == c" type="CHECK">y</failure>
       </testcase>
     </testsuite></testsuites>`,
    totals(2, 1, 0, 0, 0.8),
  ],
  [
    'suites in suites, with times on the suite only',
    `<testsuites><testsuite name="outer" time="9">
       <testsuite name="inner" time="3"><testcase name="a"/><testcase name="b"><error/></testcase></testsuite>
       <testsuite name="other" time="4"><testcase name="c"/></testsuite>
       <testcase name="d"/>
     </testsuite></testsuites>`,
    totals(4, 1, 0, 0, 7),
  ],
  [
    'a suite that died before its first test',
    `<testsuites><testsuite name="crash" tests="0" errors="1" failures="0"/></testsuites>`,
    totals(1, 1),
  ],
  [
    'a suite that only says it failed',
    `<testsuite name="crash"><testcase name="a"/><error message="core dumped"/></testsuite>`,
    totals(1, 1),
  ],
  ['a suite without tests', `<testsuites name="none"/>`, totals(0)],
  [
    'one that skips what also failed: failed',
    `<testsuite><testcase name="a"><skipped/><failure/></testcase></testsuite>`,
    totals(1, 1),
  ],
  [
    'times that are none',
    `<testsuite><testcase name="a" time="NaN"/><testcase name="b" time="-4"/><testcase name="c" time="1e999"/><testcase name="d" time=""/></testsuite>`,
    totals(4),
  ],
  [
    'output with entities and markup',
    `<testsuite><testcase name="&lt;a&gt;"><system-out>&#27;[31m &undefined; <![CDATA[</testcase>]]></system-out></testcase></testsuite>`,
    totals(1),
  ],
];

const bomb = `<?xml version="1.0"?><!-- x --><!DOCTYPE lolz [
  <!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
  <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
  <testsuite><testcase name="&c;"/></testsuite>`;

describe('parseJunit', () => {
  it.each(reports)('reads %s', (_what, xml, expected) => {
    expect(parseJunit(xml)).toEqual(expected);
  });

  it.each([
    ['an empty file', ' \n ', /is empty/],
    [
      'a truncated file',
      '<testsuite><testcase name="a">',
      /broken XML in line 1/,
    ],
    [
      'tags that cross',
      '<testsuite>\n<testcase></testsuite></testcase>',
      /line 2/,
    ],
    ['two roots', '<testsuite/><testsuite/>', /broken XML/],
    ['an entity bomb', bomb, /document type declaration/],
    [
      'a reference to a file',
      '<!DOCTYPE t SYSTEM "file:///etc/passwd"><testsuite/>',
      /document type/,
    ],
    ['another report', '<coverage line-rate="1"/>', /its root is <coverage>/],
    ['another report after it', '<testsuite/><html/>', /more than one root/],
    ['a reserved name', '<testsuite><__proto__/></testsuite>', /__proto__/],
    ['a page', '<html><body/></html>', /its root is <html>/],
    ['JSON', '{"tests": 1}', /broken XML/],
    [
      'a bottomless nest',
      '<testsuite>'.repeat(5000) + '</testsuite>'.repeat(5000),
      /nest/i,
    ],
  ])('refuses %s', (_what, xml, message) => {
    expect(() => parseJunit(xml)).toThrow(message);
  });

  it('adds up, whatever the suites look like', () => {
    const kinds = {
      passed: '<testcase name="x" time="0.5"/>',
      failed: '<testcase name="x" time="0.5"><failure/></testcase>',
      skipped: '<testcase name="x" time="0.5"><skipped/></testcase>',
      flaky: '<testcase name="x" time="0.5"><flakyError/></testcase>',
    };
    const kind = fc.constantFrom(
      ...(Object.keys(kinds) as Array<keyof typeof kinds>),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(kind, { maxLength: 8 }), { maxLength: 5 }),
        suites => {
          const xml = `<testsuites>${suites
            .map(
              tests =>
                `<testsuite>${tests.map(t => kinds[t]).join('')}</testsuite>`,
            )
            .join('')}</testsuites>`;
          const all = suites.flat();
          const of = (wanted: string) => all.filter(t => t === wanted).length;
          expect(parseJunit(xml)).toEqual(
            totals(
              all.length,
              of('failed'),
              of('skipped'),
              of('flaky'),
              all.length / 2,
            ),
          );
        },
      ),
    );
  });
});
