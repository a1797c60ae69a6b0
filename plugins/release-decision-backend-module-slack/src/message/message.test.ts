import { decisionStates } from '@adaptive-delivery/plugin-release-common';
import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { blockFaults, viewFaults } from '../testUtils';
import { sampleRecord } from '@adaptive-delivery/plugin-release-node/testUtils';
import { decisionMessage, endingMessage } from './decisionMessage';
import { joinLines, link, quote } from './mrkdwn';
import { reasonDialog } from './reasonDialog';

const URL = 'http://localhost:7007/catalog/default/component/payments/releases';

const textsOf = (blocks: KnownBlock[]): string[] =>
  blocks.flatMap(block => {
    if (block.type === 'section' || block.type === 'header') {
      return block.text ? [block.text.text] : [];
    }
    if (block.type === 'context') {
      return block.elements.flatMap(e => ('text' in e ? [e.text] : []));
    }
    return [];
  });

const allText = (blocks: KnownBlock[]) => textsOf(blocks).join('\n');

/** Everything Slack would act on: `<...>` sequences and names after an @. */
const specials = (text: string) =>
  text.match(/<[^>]*>|@(?:here|channel|everyone)/gi) ?? [];

describe('the message of a decision that waits', () => {
  const { text, blocks } = decisionMessage(sampleRecord(), URL);

  it('says what, how risky, why, what is missing, who is asked and what then', () => {
    expect(text).toBe(
      '🟡 Approval needed: payments-service 2.14.0 to production. It needs approval by the owner and SRE.',
    );
    const words = allText(blocks).replaceAll(/[\u202f\u2007]/g, ' ');
    for (const part of [
      '🟡 Approval needed: payments-service 2.14.0 to production',
      '*Risk 63 of 100, high* · advisory',
      `<${URL}|open in the portal>`,
      '`   +22 ████████` 1,904 lines in 31 files.',
      '`  = 63` of 100, high',
      '• No coverage report was sent',
      '⏳ the owner: Advisory mode: nothing goes out by itself',
      '⏳ SRE: The risk is high',
      '• Canary onto lab:payments-service (linux) in 5 steps: 5 %, 10 %, 25 %, 50 %, 100 %.',
      '• A bad verdict at any look takes it back by itself',
      '`a1b2c3dc` retry on 503',
      'Can be answered until <!date^',
    ]) {
      expect(words).toContain(part);
    }
  });

  it('orders the factors by weight, and their shares sum to the score', () => {
    const shares = allText(blocks)
      .split('\n')
      .flatMap(
        line => line.match(/^`\u2007*([+−]\S+) [█░]{8}`/)?.slice(1) ?? [],
      )
      .map(share => Number(share.replace('−', '-')));
    expect(shares.length).toBeGreaterThan(3);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(63, 0);
    const weights = shares.map(Math.abs);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('carries the decision and the revision it shows in both buttons', () => {
    const actions = blocks.find(({ type }) => type === 'actions');
    expect(actions).toMatchObject({
      elements: ['approve', 'reject'].map(decision => ({
        action_id: `release-${decision}`,
        value: JSON.stringify({ decisionId: sampleRecord().id, revision: 1 }),
      })),
    });
  });
});

it.each(decisionStates)(
  'has buttons in state %s only while it waits',
  state => {
    const { blocks } = decisionMessage(sampleRecord({ state }), URL);
    const hasButtons = blocks.some(({ type }) => type === 'actions');
    expect(hasButtons).toBe(state === 'awaitingApproval');
  },
);

it('names who approved as what, who is still asked, and who rejected', () => {
  const at = '2026-11-23T15:00:00Z';
  const record = sampleRecord();
  record.decision.approvals.given = [
    {
      role: 'sre',
      decision: 'approve',
      by: 'user:default/sam',
      reason: 'ok',
      via: 'slack',
      at,
    },
    { role: 'owner', decision: 'reject', by: 'user:x/olga', reason: 'no', at },
  ];
  expect(allText(decisionMessage(record, URL).blocks)).toContain(
    [
      '✅ approved by *sam* as SRE (slack): ok',
      '⛔ rejected by *x/olga* as the owner: no',
      '⏳ the owner: Advisory mode: nothing goes out by itself',
    ].join('\n'),
  );
});

it('asks nobody any more when nothing waits', () => {
  const { blocks } = decisionMessage(sampleRecord({ state: 'rejected' }), URL);
  expect(allText(blocks)).not.toContain('⏳');
});

it('names the builds of a bundle, whose owner is asked, and the freeze window', () => {
  const { candidate, approvals } = sampleRecord().decision;
  const part = { ...candidate, component: 'component:default/printer-driver' };
  const { blocks } = decisionMessage(
    sampleRecord(
      {},
      {
        candidate: { ...candidate, parts: [part] },
        approvals: {
          ...approvals,
          required: [
            { role: 'owner', component: part.component, why: 'Its part' },
          ],
        },
        freeze: {
          window: 'holidays',
          until: '2026-12-28T08:00:00Z',
          timeZone: 'Europe/Berlin',
          words: 'Nothing goes out over the holidays.',
        },
      },
    ),
    URL,
  );
  const words = allText(blocks);
  expect(words).toContain('• printer-driver 2.14.0');
  expect(words).toContain('⏳ the owner of printer-driver: Its part');
  expect(words).toContain(
    '🧊 Nothing goes out over the holidays. Until <!date^',
  );
});

it('tells in the thread of what needs attention, and of nothing else', () => {
  const told = decisionStates.filter(state =>
    endingMessage(sampleRecord({ state }), URL),
  );
  expect(told.sort()).toEqual(['frozen', 'rolledBack']);
});

describe('text of others', () => {
  it.each([
    ['<!here> look', '&lt;!here&gt; look'],
    ['<@U123|sam> & co', '&lt;@U123|sam&gt; &amp; co'],
    ['@here @Channel @everyone', '@\u2060here @\u2060Channel @\u2060everyone'],
    ['a\u202eb\u0000c\u2028d\nline', 'a b c d line'],
    ['`code` ```block```', "'code' '''block'''"],
  ])('%j is quoted as %j', (given, shown) => {
    expect(quote(given)).toBe(shown);
  });

  const hostile = fc.oneof(
    fc.string({ maxLength: 2000, unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '<!channel>',
          '<@U1>',
          '&',
          '@here',
          '`',
          '\n',
          '|',
          '>',
          '😀',
          'x'.repeat(50),
        ),
        { maxLength: 600 },
      )
      .map(parts => parts.join('')),
  );

  it('never calls or links anybody, is never torn, and stays on its line', () => {
    fc.assert(
      fc.property(hostile, value => {
        const quoted = quote(value);
        expect(specials(quoted)).toEqual([]);
        expect(quoted).not.toMatch(/[\n`]/);
        expect(quoted.isWellFormed()).toBe(true);
        expect(quoted).not.toMatch(/&(?!(?:amp|lt|gt);)/);
      }),
    );
  });

  it('cannot break out of a link', () => {
    fc.assert(
      fc.property(
        hostile,
        fc.webUrl({ withQueryParameters: true }),
        (label, url) => {
          expect(link(`${url}#|x>`, label)).toMatch(/^<[^<>|]*\|[^<>|]*>$/);
        },
      ),
    );
  });

  it('fits into every limit of Block Kit, wherever it stands', () => {
    const lists = fc.array(hostile, { maxLength: 60 });
    fc.assert(
      fc.property(
        hostile,
        lists,
        fc.constantFrom(...decisionStates),
        (words, list, state) => {
          const base = sampleRecord();
          const record = sampleRecord(
            { state, stateReason: words, version: words || '1' },
            {
              candidate: {
                ...base.decision.candidate,
                commitMessage: words,
                parts: list.map(text => ({
                  ...base.decision.candidate,
                  version: text,
                })),
              },
              freeze: {
                window: 'holidays',
                until: '2026-12-28T08:00:00Z',
                timeZone: 'UTC',
                words,
              },
              factors: list.map((text, i) => ({
                feature: 'f',
                value: null,
                contribution: i - 5,
                words: text,
              })),
              missingEvidence: list.map(text => ({
                feature: 'f',
                words: text,
              })),
              blockedBy: list.map(text => ({
                gate: 'g',
                words: text,
                liftedBy: text,
              })),
              approvals: {
                required: list.map(why => ({ role: 'sre', why })),
                given: list.map(reason => ({
                  role: 'owner',
                  decision: 'approve',
                  by: 'user:default/olga',
                  reason,
                  at: '2026-11-23T15:00:00Z',
                })),
              },
            },
          );
          const message = decisionMessage(record, URL);
          expect(blockFaults(message.blocks, 50)).toEqual([]);
          expect(allText(message.blocks).length).toBeLessThan(13_000);
          expect(
            specials(
              textsOf(
                message.blocks.filter(({ type }) => type !== 'header'),
              ).join('\n'),
            ).filter(
              s =>
                s !== `<${URL}|open in the portal>` && !s.startsWith('<!date^'),
            ),
          ).toEqual([]);
          expect(specials(message.text)).toEqual([]);
          const asked = {
            decisionId: record.id,
            revision: 1,
            decision: 'approve' as const,
            channel: 'C0123456789',
          };
          expect(viewFaults(reasonDialog(record, asked))).toEqual([]);
          const ending = endingMessage(record, URL);
          expect(blockFaults(ending?.blocks ?? [], 50)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps whole lines within the limit and counts the rest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 900 }), {
          maxLength: 40,
        }),
        fc.integer({ min: 100, max: 3000 }),
        (lines, max) => {
          const text = joinLines(lines, max);
          expect(text.length).toBeLessThanOrEqual(max);
          const [, more] = text.match(/_and (\d+) more in the portal_$/) ?? [];
          const kept = lines.slice(0, lines.length - Number(more ?? 0));
          expect(text.startsWith(kept.join('\n'))).toBe(true);
        },
      ),
    );
  });
});
