import fc from 'fast-check';
import { fillLabels } from './fillLabels';

const QUERY = 'release_track:errors:rate{ {{labels}} }';

describe('fillLabels', () => {
  it.each([
    [
      { track: 'candidate', component: 'payments-service' },
      'release_track:errors:rate{ component="payments-service",track="candidate" }',
    ],
    [{}, 'release_track:errors:rate{  }'],
    [
      { a: '"} or vector(0) #' },
      'release_track:errors:rate{ a="\\"} or vector(0) #" }',
    ],
    [
      { a: 'C:\\new\nline' },
      'release_track:errors:rate{ a="C:\\\\new\\nline" }',
    ],
    [
      { a: '$& $1 {{labels}}' },
      'release_track:errors:rate{ a="$& $1 {{labels}}" }',
    ],
    [
      { a: '\u0000\u202e\ud800' },
      'release_track:errors:rate{ a="\\u0000\\u202e\ufffd" }',
    ],
  ])('fills %j', (labels: Record<string, string>, expected) => {
    expect(fillLabels(QUERY, labels)).toBe(expected);
  });

  it('keeps any value inside one string that reads back as the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), value => {
        const filled = fillLabels('{{labels}}', { a: value });
        expect(JSON.parse(filled.slice(2))).toBe(value.toWellFormed());
      }),
    );
  });
});
