import fc from 'fast-check';
import { repoKey } from './repoKey';

const { repoKeyV1 } = require('../../migrations/20261124150000_approvals');

describe('repoKey', () => {
  it.each([
    'https://git.example/Kiosk/payments',
    'https://git.example/kiosk/payments.git',
    'https://ann:token@git.example:8443/kiosk/payments.git/',
    'http://git.example/kiosk/payments?ref=main#readme',
    'git@git.example:kiosk/payments.git',
    'git.example:kiosk/payments',
    'ssh://git@git.example:7999/kiosk/payments',
  ])('is the same for %s', url => {
    expect(repoKey(url)).toBe('git.example/kiosk/payments');
  });

  it('keeps apart what is not the same repository', () => {
    expect(repoKey('https://git.example/kiosk/payments-api')).not.toBe(
      repoKey('https://git.example/kiosk/payments'),
    );
  });

  it('is what the migration filled in for older decisions', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), url => {
        expect(repoKeyV1(url)).toBe(repoKey(url));
      }),
    );
  });
});
