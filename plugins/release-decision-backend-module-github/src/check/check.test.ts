import {
  DecisionState,
  decisionStates,
} from '@adaptive-delivery/plugin-release-common';
import { sampleRecord } from '@adaptive-delivery/plugin-release-node/testUtils';
import fc from 'fast-check';
import { Repositories } from '../testUtils';
import { repositoryOf } from '../repository';
import { checkContent, checkName, joinLines, parseCommand, quote } from '.';

const URL_ = 'http://portal.test/decisions/1';
const content = (record = sampleRecord()) =>
  checkContent(record, URL_, checkName(record, false));

/** Whatever a person could be made to see, follow or be called by. */
const LIVELY =
  /@[a-z0-9]|#\d|\bgh-\d|:\/\/|www\.|(?<!\\)[*_`[\]|~]|<|>|[\n\r]|\$/i;

it.each([
  ['@kiosk/admins please', '@\u2060kiosk/admins please'],
  ['see #12 and GH-12', 'see \\#\u206012 and GH\\-\u206012'],
  ['<img src=x>', '&lt;img src=x&gt;'],
  ['a | b\n| c', 'a \\| b \\| c'],
  ['[x](y)', '\\[x\\]\\(y\\)'],
  ['https://evil.test', 'https:\u2060//evil\\.test'],
  ['plain words', 'plain words'],
])('quotes %j', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

it('leaves no text of others alive', () => {
  const parts = [
    '@a',
    '#1',
    'GH-1',
    'http://a',
    'www.a',
    '`',
    '|',
    '\\',
    '*',
    '\n',
    '<b>',
    '$',
    '[',
    'deadbeef1',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...parts), fc.string())),
      list => {
        const quoted = quote(list.join(''));
        expect(quoted.replaceAll('&#36;', '')).not.toMatch(LIVELY);
        expect(quoted).not.toMatch(/[0-9a-f]{7}/i);
      },
    ),
  );
});

it.each<[DecisionState, string]>([
  ['decided', 'completed neutral'],
  ['blocked', 'completed failure'],
  ['awaitingApproval', 'completed action_required'],
  ['queued', 'queued undefined'],
  ['releasing', 'in_progress undefined'],
  ['promoted', 'completed success'],
  ['rolledBack', 'completed failure'],
  ['rejected', 'completed failure'],
  ['expired', 'completed cancelled'],
  ['frozen', 'completed action_required'],
  ['superseded', 'completed cancelled'],
])('shows %s as %s', (state, shown) => {
  const { status, conclusion, actions } = content(sampleRecord({ state }));
  expect(`${status} ${conclusion}`).toBe(shown);
  expect(actions).toHaveLength(state === 'awaitingApproval' ? 2 : 0);
});

it('stands in nobody’s way in shadow mode', () => {
  for (const state of decisionStates) {
    const record = sampleRecord({ state, enforcement: 'shadow' });
    expect(content(record)).toMatchObject({ conclusion: 'neutral' });
  }
});

it('says what a person needs to answer', () => {
  const record = sampleRecord();
  const { output } = content(record);
  const code = `${record.id.slice(0, 8)}.1`;
  expect(output.summary).toContain(`/release approve ${code} <reason>`);
  expect(output.summary).toContain(`[open in the portal](${URL_})`);
  for (const title of [
    'Why this score',
    'Missing evidence',
    'Approvals',
    'What approving does',
  ]) {
    expect(output.text).toContain(`### ${title}`);
  }
  expect(output.text).toContain(`of 100, ${record.band}** |`);
  expect(output.text).toContain('⏳ SRE: The risk is high');
});

it('keeps to GitHub’s limits, however much there is to say', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 500 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      (texts, times) => {
        const long = Array.from({ length: times }, () => texts).flat();
        const record = sampleRecord(
          { stateReason: texts.join(' '), version: texts[0] ?? '1' },
          {
            factors: long.map(words => ({
              feature: 'x',
              value: 1,
              contribution: 1,
              words,
            })),
            missingEvidence: long.map(words => ({ feature: 'x', words })),
            blockedBy: long.map(words => ({
              gate: 'x',
              words,
              liftedBy: words,
            })),
          },
        );
        const github = new Repositories(1);
        const created = github.createCheck({
          ...content(record),
          head_sha: 'a'.repeat(40),
        });
        expect(created.status).toBe(201);
      },
    ),
    { numRuns: 30 },
  );
});

it('counts the lines that do not fit, and cuts none', () => {
  const lines = ['one', 'two', 'three'];
  expect(joinLines(lines, 100)).toBe('one\ntwo\nthree');
  const line = 'x'.repeat(30);
  expect(joinLines([line, line, line, line], 100)).toBe(
    `${line}\n${line}\n\n_and 2 more lines in the portal_`,
  );
});

it.each([
  [
    '/release approve 1a2b3c4d.3 all good',
    {
      decision: 'approve',
      idPrefix: '1a2b3c4d',
      revision: 3,
      reason: 'all good',
    },
  ],
  [
    ' \n/Release  REJECT\t1A2B3C4D.0\nno\n\nway ',
    { decision: 'reject', idPrefix: '1a2b3c4d', revision: 0, reason: 'no way' },
  ],
  ['/release', 'malformed'],
  ['/release approve', 'malformed'],
  ['/release approve 1a2b3c4d.3', 'malformed'],
  ['/release approve 1a2b3c4d fine', 'malformed'],
  ['/release approve %%%%%%%%.1 fine', 'malformed'],
  ['/releases approve 1a2b3c4d.3 fine', null],
  ['> /release approve 1a2b3c4d.3 fine', null],
  ['', null],
])('reads %j', (body, command) => {
  expect(parseCommand(body)).toEqual(command);
});

it('reads any comment without failing', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('', '/release ', '/release approve 1a2b3c4d.1 '),
      (text, begin) => {
        const command = parseCommand(begin + text);
        const reason =
          command && command !== 'malformed' ? command.reason : 'none';
        expect(reason).toMatch(/^\S/u);
      },
    ),
  );
});

it.each([
  ['https://github.test/kiosk/payments', 'kiosk/payments'],
  ['https://GitHub.test/Kiosk/payments.git', 'Kiosk/payments'],
  ['git@github.test:kiosk/payments.git', 'kiosk/payments'],
  ['ssh://git@github.test:22/kiosk/payments/', 'kiosk/payments'],
  ['https://github.test@evil.test/kiosk/payments', null],
  ['https://github.test/kiosk/..', null],
  ['https://github.test/kiosk/a%2Fb', null],
  ['https://github.test/kiosk/payments/tree/main', null],
  ['nonsense', null],
  ['', null],
])('finds the repository of %j', (url, name) => {
  const found = repositoryOf(url, 'github.test');
  expect(found && `${found.owner}/${found.name}`).toBe(name);
});
