import {
  Evidence,
  ModelAnswer,
  ModelFeatures,
  ModelPolicy,
  Policy,
  policyFeatures,
  readModelFeatures,
  shorten,
} from '@adaptive-delivery/plugin-release-common';
import {
  ModelPrediction,
  ModelRuntime,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ModelRegistry } from './ModelRegistry';

/** Without anything that a decision may not carry. */
const oneLine = (value: string, max: number) =>
  shorten(
    value
      .toWellFormed()
      .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
      .trim() || 'no reason',
    max,
  );

const messageOf = (error: unknown) =>
  oneLine(error instanceof Error ? error.message : String(error), 300);

/** Not an error of the model: nobody waits any more. */
class LateError extends Error {
  readonly name = 'LateError';
}

async function predictInTime(
  runtime: ModelRuntime,
  features: ModelFeatures,
  timeoutMs: number,
): Promise<ModelPrediction> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LateError());
      late.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([
      runtime.predict(features, { signal: late.signal }),
      timeout,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function checked(name: string, prediction: ModelPrediction): ModelAnswer {
  const { probability, version, digest } = prediction;
  if (typeof version !== 'string' || version.trim() === '') {
    const words = `${name} does not say which version it is`;
    return { outcome: 'failed', words };
  }
  return {
    outcome: 'answered',
    probability,
    version: oneLine(version, 100),
    ...(digest !== undefined && { digest }),
  };
}

/** Asks the model that a policy names, and never fails for its sake. */
export class ModelDesk {
  constructor(
    private readonly deps: { models: ModelRegistry; logger: LoggerService },
  ) {}

  /** @returns what the model came back with; undefined when the policy asks none. */
  async ask(
    { model }: Pick<Policy, 'model'>,
    evidence: Evidence,
  ): Promise<ModelAnswer | undefined> {
    if (!model) return undefined;
    const answer = await this.answerOf(model, evidence);
    if (answer.outcome === 'failed' || answer.outcome === 'late') {
      const { buildId } = evidence.submission.buildInfo;
      this.deps.logger.warn(
        `Build ${buildId} is decided without a model: ${answer.words}`,
      );
    }
    return answer;
  }

  private async answerOf(
    { name, timeoutMs }: ModelPolicy,
    evidence: Evidence,
  ): Promise<ModelAnswer> {
    const runtime = this.deps.models.find(name);
    if (!runtime) {
      const names = this.deps.models.names().join(', ') || 'none';
      return {
        outcome: 'notInstalled',
        words: `The policy asks the model ${name}, and this portal has ${names}`,
      };
    }
    const { features, missing } = readModelFeatures(runtime.features, evidence);
    if (missing.length > 0) {
      const titles = missing.map(feature => policyFeatures[feature].title);
      return {
        outcome: 'missingFeatures',
        words: shorten(
          `${name} needs what is not known: ${titles.join('; ')}`,
          400,
        ),
      };
    }
    try {
      return checked(name, await predictInTime(runtime, features, timeoutMs));
    } catch (error) {
      return error instanceof LateError
        ? {
            outcome: 'late',
            words: `${name} did not answer within ${timeoutMs} ms`,
          }
        : { outcome: 'failed', words: `${name} failed: ${messageOf(error)}` };
    }
  }
}
