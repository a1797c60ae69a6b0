import {
  ModelPolicy,
  featureNames,
} from '@adaptive-delivery/plugin-release-common';
import { ModelRuntime } from '@adaptive-delivery/plugin-release-node';
import { mockServices } from '@backstage/backend-test-utils';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sampleSubmission } from '../__testUtils__/samples';
import { loadBundle } from '../policy/loadBundle';
import { readPolicyFolders } from '../policy/readPolicyFolders';
import { FileModelRuntime } from './FileModelRuntime';
import { ModelDesk } from './ModelDesk';
import { ModelRegistry } from './ModelRegistry';
import { addModelFiles, modelFiles } from './readModels';

const DEFAULT = path.resolve(__dirname, '../../../../policies/default');
const [SHIPPED] = modelFiles(mockServices.rootConfig());

const change = {
  commits: 2,
  files: 3,
  directories: 2,
  subsystems: 1,
  linesAdded: 40,
  linesDeleted: 12,
  entropy: 0.6,
  linesInFilesBefore: 900,
  ageDays: 12,
  priorChanges: 30,
  authors: 3,
  authorExperience: 150,
  isFix: false,
};
const evidence = { submission: sampleSubmission({ risk: { change } }) };

const asks = (change_: Partial<ModelPolicy> = {}) => ({
  model: {
    name: 'remote',
    mode: 'shadow' as const,
    timeoutMs: 200,
    inPlaceOf: [featureNames[0]],
    points: [
      { probability: 0, points: 0 },
      { probability: 1, points: 10 },
    ],
    ...change_,
  },
});

function deskWith(predict: ModelRuntime['predict']) {
  const models = new ModelRegistry();
  models.addRuntime({
    name: 'remote',
    features: ['change.linesAdded', 'change.isFix'],
    predict,
  });
  const logger = mockServices.logger.mock();
  return { desk: new ModelDesk({ models, logger }), logger };
}

describe('the model that is shipped', () => {
  it('is the one that the default policy names', async () => {
    const { policy } = loadBundle(await readPolicyFolders([DEFAULT]));
    const models = new ModelRegistry();
    await addModelFiles(models, [SHIPPED]);
    const logger = mockServices.logger.mock();
    const answer = await new ModelDesk({ models, logger }).ask(
      policy,
      evidence,
    );
    expect(answer).toEqual({
      outcome: 'answered',
      version: policy.model?.version,
      digest: policy.model?.digest,
      probability: expect.any(Number),
    });
    expect(policy.model?.mode).toBe('shadow');
  });

  it('finds more lines by a newcomer riskier', async () => {
    const model = await FileModelRuntime.read(SHIPPED);
    const at = async (linesAdded: number, authorExperience: number) => {
      const { probability } = await model.predict({
        'change.linesAdded': linesAdded,
        'change.linesDeleted': 12,
        'change.linesInFilesBefore': 900,
        'change.files': 3,
        'change.directories': 2,
        'change.entropy': 0.6,
        'change.ageDays': 12,
        'change.priorChanges': 30,
        'change.authorExperience': authorExperience,
        'change.isFix': false,
      });
      return probability;
    };
    expect(await at(1000, 2)).toBeGreaterThan(await at(1000, 2000));
    expect(await at(1000, 2000)).toBeGreaterThan(await at(5, 2000));
  });
});

describe('a model file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'model-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each<[string, (model: string) => string, RegExp]>([
    ['not JSON', () => '{', /model\.json is no JSON/],
    [
      'another kind',
      model => model.replace('gradientBoostedTrees', 'neuralNetwork'),
      /model\.json cannot be used: kind: /,
    ],
    [
      'a feature that is not known',
      model => model.replace('change.linesAdded', 'change.mood'),
      /cannot be used: features\[0\]: /,
    ],
  ])('of %s is refused with its name', async (_, spoil, message) => {
    const file = path.join(folder, 'model.json');
    await writeFile(file, spoil(await readFile(SHIPPED, 'utf8')));
    await expect(FileModelRuntime.read(file)).rejects.toThrow(message);
  });

  it('that is not there is named', async () => {
    const file = path.join(folder, 'nothing.json');
    await expect(FileModelRuntime.read(file)).rejects.toThrow(
      /nothing\.json cannot be read: ENOENT/,
    );
  });

  it('may not take the name of another', async () => {
    const models = new ModelRegistry();
    await expect(addModelFiles(models, [SHIPPED, SHIPPED])).rejects.toThrow(
      'Two models have the name change-risk',
    );
  });
});

describe('asking a model', () => {
  it('gives it what it needs and hands on what it says', async () => {
    const predict = jest.fn(async () => ({ probability: 0.3, version: '7' }));
    const { desk, logger } = deskWith(predict);
    expect(await desk.ask(asks(), evidence)).toEqual({
      outcome: 'answered',
      probability: 0.3,
      version: '7',
    });
    expect(predict).toHaveBeenCalledWith(
      { 'change.linesAdded': 40, 'change.isFix': false },
      { signal: expect.any(AbortSignal) },
    );
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('is not done when the policy asks none', async () => {
    const predict = jest.fn();
    const { desk } = deskWith(predict);
    expect(await desk.ask({ model: null }, evidence)).toBeUndefined();
    expect(await desk.ask({}, evidence)).toBeUndefined();
    expect(predict).not.toHaveBeenCalled();
  });

  it('is not done when something that it needs is not known', async () => {
    const predict = jest.fn();
    const { desk } = deskWith(predict);
    expect(await desk.ask(asks(), { submission: sampleSubmission() })).toEqual({
      outcome: 'missingFeatures',
      words:
        'remote needs what is not known: Added lines; The change fixes a fault',
    });
    expect(predict).not.toHaveBeenCalled();
  });

  it('says which models there are when the policy asks another', async () => {
    const { desk } = deskWith(jest.fn());
    expect(await desk.ask(asks({ name: 'local' }), evidence)).toEqual({
      outcome: 'notInstalled',
      words: 'The policy asks the model local, and this portal has remote',
    });
  });

  it('waits no longer than the policy says, and tells the model so', async () => {
    jest.useFakeTimers();
    let aborted = false;
    const { desk, logger } = deskWith((_, { signal }) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => {});
    });
    const answer = desk.ask(asks({ timeoutMs: 150 }), evidence);
    await jest.advanceTimersByTimeAsync(149);
    expect(aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({
      outcome: 'late',
      words: 'remote did not answer within 150 ms',
    });
    expect(aborted).toBe(true);
    expect(logger.warn).toHaveBeenCalledWith(
      'Build payments-1 is decided without a model: remote did not answer within 150 ms',
    );
    jest.useRealTimers();
  });

  it.each<[string, ModelRuntime['predict'], string]>([
    [
      'rejects',
      async () => {
        throw new Error('no\nconnection \u202eevil');
      },
      'remote failed: no connection evil',
    ],
    [
      'throws at once',
      () => {
        throw new TypeError('no such model');
      },
      'remote failed: no such model',
    ],
    [
      'says no version',
      async () => ({ probability: 0.1, version: '' }),
      'remote does not say which version it is',
    ],
  ])('that %s is told and nothing more', async (_, predict, words) => {
    const { desk } = deskWith(predict);
    const answer = await desk.ask(asks(), evidence);
    expect(answer).toEqual({ outcome: 'failed', words });
  });
});
