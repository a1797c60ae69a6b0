import {
  FeatureName,
  ModelFeatures,
} from '@adaptive-delivery/plugin-release-common';
import { createExtensionPoint } from '@backstage/backend-plugin-api';

/** What a model says about one candidate. */
export type ModelPrediction = {
  /** That the candidate breaks something, 0 to 1; the policy may calibrate it. */
  probability: number;
  /** Of the model that answered, 1 to 100 characters. */
  version: string;
  /** Lower-case hex SHA-256 of the model (RFC 8785), where it is a document. */
  digest?: string;
};

/**
 * Something that gives a probability for a candidate. What it says is checked
 * before it counts, and decide goes on without it when it is late or fails.
 */
export interface ModelRuntime {
  /** By which the policy asks for it. */
  readonly name: string;
  /** What it needs to know; it is not asked about a candidate that lacks one. */
  readonly features: readonly FeatureName[];
  /**
   * @param options.signal - aborted when nobody waits for the answer any more
   * @throws Error when there is no answer; the message is for people.
   */
  predict(
    features: ModelFeatures,
    options: { signal: AbortSignal },
  ): Promise<ModelPrediction>;
}

export interface ModelRuntimeExtensionPoint {
  addRuntime(runtime: ModelRuntime): void;
}

/** Further models that a policy may ask, beside the model files of the portal. */
export const modelRuntimeExtensionPoint =
  createExtensionPoint<ModelRuntimeExtensionPoint>({
    id: 'release-decision.model-runtime',
  });
