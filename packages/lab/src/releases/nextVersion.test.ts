import { nextVersion } from './nextVersion';

describe('nextVersion', () => {
  it.each([
    [['2.13.0'], 'minor', '2.14.0'],
    [['2.13.4'], 'patch', '2.13.5'],
    [['2.9.0', '2.10.0', '1.99.9'], 'minor', '2.11.0'],
    [['10.0.0', '9.9.9'], 'patch', '10.0.1'],
    [['', 'nightly', '3.1'], 'minor', '1.1.0'],
  ] as const)('follows %j by a %s version %s', (versions, part, expected) => {
    expect(nextVersion(versions, part)).toBe(expected);
  });
});
