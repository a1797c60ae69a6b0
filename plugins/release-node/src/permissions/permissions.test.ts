import fc from 'fast-check';
import { DecisionRuleset, explainRefusal } from './criteria';
import { DecisionResource } from './decisionResource';
import { decisionConditions, decisionRules } from './rules';

const decision: DecisionResource = {
  id: '1',
  entityRef: 'component:default/payments',
  owner: 'group:default/payments',
  riskScore: 60,
  authors: ['user:default/ann'],
};

const rules = Object.values(decisionRules) as unknown as Array<
  ReturnType<DecisionRuleset['getRuleByName']>
>;
const ruleset: DecisionRuleset = {
  getRuleByName: name => {
    const rule = rules.find(item => item.name === name);
    if (!rule) throw new Error(`There is no rule ${name}`);
    return rule;
  },
};

const { isEntityOwner, isNotAuthor, hasRiskBelow } = decisionConditions;
const owner = (...claims: string[]) => isEntityOwner({ claims });
const notAuthor = (name: string) =>
  isNotAuthor({ userRef: `user:default/${name}` });
const below = (score: number) => hasRiskBelow({ score });

describe('the rules about decisions', () => {
  it.each([
    ['the owner', owner('group:default/payments'), []],
    [
      'somebody else',
      owner('group:default/sre'),
      ['component:default/payments belongs to group:default/payments'],
    ],
    [
      'nobody',
      owner(),
      ['component:default/payments belongs to group:default/payments'],
    ],
    ['who did not write it', notAuthor('ben'), []],
    ['the author', notAuthor('ann'), ['you wrote part of the change']],
    ['a higher ceiling', below(60.5), []],
    [
      'a ceiling of exactly its risk',
      below(60),
      ['its risk of 60 is not below your ceiling of 60'],
    ],
    [
      'several at once',
      { allOf: [owner('group:default/payments'), notAuthor('ann'), below(10)] },
      [
        'you wrote part of the change',
        'its risk of 60 is not below your ceiling of 10',
      ],
    ],
    ['one of several', { anyOf: [notAuthor('ann'), below(90)] }, []],
    [
      'none of several',
      { anyOf: [notAuthor('ann'), below(10)] },
      [
        'you wrote part of the change',
        'its risk of 60 is not below your ceiling of 10',
      ],
    ],
    [
      'what is left out',
      { not: below(90) },
      ['it is among those that the permission leaves out'],
    ],
  ] as const)('say of %s why not', (_, criteria, expected) => {
    expect(
      explainRefusal(
        criteria as Parameters<typeof explainRefusal>[0],
        decision,
        ruleset,
      ),
    ).toEqual(expected);
  });

  it('hold nothing against a component without owner but that', () => {
    expect(
      explainRefusal(
        owner('group:default/a'),
        { ...decision, owner: null },
        ruleset,
      ),
    ).toEqual(['component:default/payments has no owner']);
  });

  it('name what they look for as the database is asked for it', () => {
    const score = fc.double({ min: 0, max: 101, noNaN: true });
    fc.assert(
      fc.property(score, value => {
        expect(decisionRules.hasRiskBelow.toQuery({ score: value })).toEqual({
          kind: 'riskBelow',
          score: value,
        });
      }),
    );
    expect(decisionRules.isEntityOwner.toQuery({ claims: ['x'] })).toEqual({
      kind: 'ownedBy',
      claims: ['x'],
    });
  });
});
