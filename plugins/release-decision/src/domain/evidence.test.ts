/** @jest-environment node */
import { testSigner } from '../__testUtils__/attestation';
import { checkEvidence } from './evidence';

describe('what is signed about a decision', () => {
  const { key, decision } = testSigner();
  const [build, inputs, decided] = decision();
  const check = (envelopes: unknown[], keys = [key]) =>
    checkEvidence({ envelopes }, { keys });

  it('is listed with its keys when every signature holds', async () => {
    const { rows, faults } = await check([build, inputs, decided]);
    expect(faults).toEqual([]);
    expect(rows.map(({ title, keys }) => [title, keys])).toEqual(
      ['What was built', 'The evidence about it', 'The decision'].map(title => [
        title,
        [{ keyId: 'portal-1', status: 'current' }],
      ]),
    );
    expect(rows[0].signedAt).toBe('2026-11-23T15:00:00.000Z');
  });

  it.each([
    [
      'another key signed it',
      [build],
      [testSigner().key],
      /^Statement 1: the signature by portal-1 does not fit/,
    ],
    [
      'its key was revoked',
      [build],
      [{ ...key, status: 'revoked' as const }],
      /^Statement 1: it is signed with the key portal-1, which was revoked/,
    ],
    [
      'what it builds on was taken away',
      [build, decided],
      [key],
      /^Statement 2: builds on .* which is not here/,
    ],
  ])('is not believed when %s', async (_, envelopes, keys, words) => {
    const { faults } = await check(envelopes, keys);
    expect(faults).toEqual([expect.stringMatching(words)]);
  });
});
