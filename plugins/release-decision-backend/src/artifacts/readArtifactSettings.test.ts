import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readArtifactSettings } from './readArtifactSettings';

const read = (artifacts?: JsonObject) =>
  readArtifactSettings(
    mockServices.rootConfig({
      data: artifacts ? { adaptiveDelivery: { artifacts } } : {},
    }),
  );

describe('adaptiveDelivery.artifacts', () => {
  it('keeps nothing and removes nothing unless it is told to', () => {
    expect(read()).toEqual({
      folder: null,
      promote: { environments: ['production'], mode: 'copy' },
      retention: null,
    });
    expect(read({ folder: 'data' }).retention).toBeNull();
  });

  it('keeps releases, evidence and records by default', () => {
    expect(read({ retention: {} }).retention).toEqual({
      rules: {
        candidateDays: 30,
        keepReleases: 5,
        evidenceDays: 90,
        recordDays: null,
        maxRemovals: 500,
      },
      every: { hours: 6 },
      dryRun: false,
    });
  });

  it.each([
    [{ candidateDays: 0 }, 'retention.candidateDays is 0'],
    [{ candidateDays: 1.5 }, 'retention.candidateDays is 1.5'],
    [{ keepReleases: 0 }, 'retention.keepReleases is 0'],
    [{ recordDays: -1 }, 'retention.recordDays is -1'],
    [{ every: { seconds: 1 } }, 'retention.every must be between'],
  ])('refuses %j', (retention, words) => {
    expect(() => read({ retention })).toThrow(words);
  });

  it.each([
    [{ mode: 'delete' }, 'promote.mode is "delete"; write copy or move'],
    [{ environments: ['Prod'] }, 'promote.environments[0] is "Prod"'],
  ])('refuses %j', (promote, words) => {
    expect(() => read({ promote })).toThrow(words);
  });
});
