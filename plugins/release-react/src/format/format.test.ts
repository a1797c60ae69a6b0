import { describeError } from './errors';

describe('describeError', () => {
  it('tells unreachable from wrong', () => {
    expect(describeError(new TypeError('Failed to fetch'))).toEqual({
      kind: 'unavailable',
      message: "The portal's backend could not be reached (Failed to fetch).",
    });
    expect(describeError(new Error('boom'))).toEqual({
      kind: 'other',
      message: 'boom',
    });
  });
});
