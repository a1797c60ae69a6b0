import {
  ModelFeatures,
  RiskModel,
  evaluateModel,
  formatPath,
  riskModel,
} from '@adaptive-delivery/plugin-release-common';
import {
  ModelPrediction,
  ModelRuntime,
  digestOf,
} from '@adaptive-delivery/plugin-release-node';
import { InputError } from '@backstage/errors';
import { readFile } from 'node:fs/promises';

const MAX_BYTES = 20_000_000;

async function readDocument(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new InputError(`The model ${file} cannot be read: ${error.message}`);
  });
  if (bytes.length > MAX_BYTES) {
    throw new InputError(
      `The model ${file} has ${bytes.length} bytes; at most ${MAX_BYTES} are read`,
    );
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new InputError(
      `The model ${file} is no JSON: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
}

/** A model in a file, evaluated in this process. */
export class FileModelRuntime implements ModelRuntime {
  private constructor(
    private readonly model: RiskModel,
    private readonly digest: string,
  ) {}

  /** @throws InputError naming the file, and the path in it that is wrong. */
  static async read(file: string): Promise<FileModelRuntime> {
    const result = riskModel.safeParse(await readDocument(file));
    if (!result.success) {
      const { path, message } = result.error.issues[0];
      throw new InputError(
        `The model ${file} cannot be used: ${formatPath(path)}: ${message}`,
      );
    }
    return new FileModelRuntime(result.data, digestOf(result.data));
  }

  get name() {
    return this.model.name;
  }

  get features() {
    return this.model.features;
  }

  async predict(features: ModelFeatures): Promise<ModelPrediction> {
    return {
      probability: evaluateModel(this.model, features),
      version: this.model.version,
      digest: this.digest,
    };
  }
}
