import {
  Policy,
  RiskModel,
  mergeBundle,
  riskModel,
} from '@adaptive-delivery/plugin-release-common';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Artifacts } from './rankers';
import { referencePoints } from './referencePoints';

const inBench = (...parts: string[]) =>
  resolvePackagePath('@adaptive-delivery/bench', ...parts);
const root = inBench('../..');

export const POLICY_FOLDER = path.join(root, 'policies/default');
export const MODEL_FILE = resolvePackagePath(
  '@adaptive-delivery/plugin-release-decision-backend',
  'models/change-risk.json',
);
export const CALIBRATION_FILE = inBench('src/risk/calibrations.json');

const calibration = z.strictObject({
  slope: z.number().positive(),
  intercept: z.number(),
});
const calibrations = z.strictObject({
  heuristic: calibration,
  linesAdded: calibration,
  /** Of the policy whose score was calibrated. */
  referencePoints: z.array(z.number()),
});

const readJson = (file: string): unknown =>
  JSON.parse(readFileSync(file, 'utf8'));

/** The default policy of this checkout. */
export function readPolicy(): Policy {
  const files = readdirSync(POLICY_FOLDER)
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => path.join(POLICY_FOLDER, name));
  return mergeBundle(
    files.map(file => ({
      path: path.relative(root, file),
      document: parse(readFileSync(file, 'utf8')),
    })),
  );
}

/** The model that this checkout ships. */
export const readModel = (): RiskModel => riskModel.parse(readJson(MODEL_FILE));

/** What is measured: the policy, the model and the calibrations as shipped. */
export function readArtifacts(): Artifacts {
  return {
    policy: readPolicy(),
    model: readModel(),
    calibrations: calibrations.parse(readJson(CALIBRATION_FILE)),
  };
}

/** Whether the weights of the change were changed since the score was calibrated. */
export const isStale = ({ policy, calibrations: kept }: Artifacts): boolean =>
  referencePoints(policy).join() !== kept.referencePoints.join();
