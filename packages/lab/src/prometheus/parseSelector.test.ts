import { matches, parseSelector } from './parseSelector';

describe('parseSelector', () => {
  it.each([
    ['up', { name: 'up', matchers: [] }],
    [
      ' release_track:errors:rate {} ',
      { name: 'release_track:errors:rate', matchers: [] },
    ],
    [
      'a{ component="payments-service",track="candidate" }',
      {
        name: 'a',
        matchers: [
          { label: 'component', value: 'payments-service' },
          { label: 'track', value: 'candidate' },
        ],
      },
    ],
    ["a{b='c',}", { name: 'a', matchers: [{ label: 'b', value: 'c' }] }],
    [
      'a{b="}\\"\\\\\\n,"}',
      { name: 'a', matchers: [{ label: 'b', value: '}"\\\n,' }] },
    ],
  ])('reads %s', (query, expected) => {
    expect(parseSelector(query)).toEqual(expected);
  });

  it.each([
    '{a="b"}',
    'a{b!="c"}',
    'a{b=~"c"}',
    'a{b="c"',
    'a{b="c"}[5m]',
    'rate(a[5m])',
    'a + b',
    'a{b=c}',
    'a{b="c" d="e"}',
    'a{,}',
    'a{b="c"} offset 5m',
    '1a',
    'a{b="c\nd"}',
  ])('refuses %j and says from where on', query => {
    expect(() => parseSelector(query)).toThrow(/cannot read from/);
  });

  it('takes an absent label for an empty one, as Prometheus does', () => {
    const selector = parseSelector('a{b=""}');
    expect(matches(selector, { __name__: 'a' })).toBe(true);
    expect(matches(selector, { __name__: 'a', b: 'x' })).toBe(false);
    expect(matches(selector, { __name__: 'other' })).toBe(false);
  });
});
