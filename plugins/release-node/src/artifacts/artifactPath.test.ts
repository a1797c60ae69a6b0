import fc from 'fast-check';
import { posix } from 'node:path';
import {
  isArtifactPath,
  recordFolder,
  releasePath,
  splitArtifactPath,
} from './artifactPath';

const place = {
  component: 'component:default/payments-service',
  environment: 'production',
};

describe('artifact paths', () => {
  it.each([
    'candidates/payments/payments_2.1_amd64.deb',
    'releases/production/component/default/payments/42/a.tar.gz',
    'records/x',
    'candidates/.hidden/...',
  ])('takes %s', path => {
    expect(isArtifactPath(path)).toBe(true);
  });

  it.each([
    '',
    'candidates',
    'candidates/',
    'candidates//a',
    'candidates/a/',
    '/candidates/a',
    'candidates/../records/a',
    'candidates/./a',
    'elsewhere/a',
    'candidates/a\\..\\b',
    'candidates/a b',
    'candidates/a;release.state=promoted',
    'candidates/a%2f..%2fb',
    'candidates/a\u0000',
    'candidates/a\nb',
    `candidates/${'x'.repeat(201)}`,
    `candidates/${'x/'.repeat(500)}x`,
  ])('refuses %j', path => {
    expect(isArtifactPath(path)).toBe(false);
    expect(() => splitArtifactPath(path)).toThrow('is not a path');
  });

  it('never leave their area, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(fc.constantFrom('..', '.', 'a', '', 'records', '~'), {
              maxLength: 6,
            })
            .map(parts => ['candidates', ...parts].join('/')),
        ),
        path => {
          if (!isArtifactPath(path)) return;
          expect(posix.normalize(path)).toBe(path);
          const { area, rest } = splitArtifactPath(path);
          expect(`${area}/${rest}`).toBe(path);
        },
      ),
    );
  });

  it('give every build a folder of its own', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:#+-]{0,8}$/);
    fc.assert(
      fc.property(id, id, (one, other) => {
        const folders = [one, other].map(buildId =>
          recordFolder({ ...place, buildId }),
        );
        expect(folders.every(folder => isArtifactPath(`${folder}/a`))).toBe(
          true,
        );
        expect(folders[0] === folders[1]).toBe(one === other);
      }),
    );
  });

  it('keep the longest names a contract allows within bounds', () => {
    const path = releasePath({
      component: `component:${'n'.repeat(90)}/${'c'.repeat(90)}`,
      environment: 'e'.repeat(63),
      buildId: `b${':'.repeat(119)}`,
      artifact: `${'a/'.repeat(99)}b`,
    });
    expect(isArtifactPath(path)).toBe(true);
  });
});
