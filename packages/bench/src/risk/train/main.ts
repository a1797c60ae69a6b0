import {
  RiskModel,
  canonicalJson,
  portableLog1p,
  portableLogit,
  riskModel,
  scoreRisk,
} from '@adaptive-delivery/plugin-release-common';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CALIBRATION_FILE, MODEL_FILE, readPolicy } from '../artifacts';
import { benchRisk } from '../bench';
import { Artifacts, changePoints, submissionOf } from '../rankers';
import { Change, readChanges } from '../readChanges';
import { referencePoints } from '../referencePoints';
import { describe } from '../report';
import { fitPlatt } from './fitPlatt';
import { DataSet, modelFeatures, slice, trainModel } from './trainModel';

const policy = readPolicy();

/** Where the data of a file come from, by the beginning of its name. */
const sources: Record<string, { source: string; licence: string }> = {};
for (const name of ['qt', 'openstack']) {
  sources[name] = {
    source:
      'github.com/ZZR0/ISSTA21-JIT-DP @ 5fbf45bb (Zeng et al., ISSTA 2021), the first 80 % in time',
    licence: 'MIT',
  };
}

function readSet(file: string): DataSet {
  const name = path.basename(file).split(/[._]/)[0];
  if (!Object.hasOwn(sources, name)) {
    throw new Error(
      `${file}: nothing is known about the source of "${name}"; train on ${Object.keys(
        sources,
      ).join(' and ')}`,
    );
  }
  const changes = readChanges(readFileSync(file, 'utf8'));
  if (changes.some(({ date }) => date === null)) {
    throw new Error(`${file}: the column date is needed to split in time`);
  }
  const byDate = (a: Change, b: Change) => (a.date ?? 0) - (b.date ?? 0);
  return { name, changes: [...changes].sort(byDate) };
}

function trainedOn({ name, changes }: DataSet): RiskModel['trainedOn'][number] {
  const day = ({ date }: Change) =>
    new Date((date ?? 0) * 1000).toISOString().slice(0, 10);
  return {
    name,
    ...sources[name],
    rows: changes.length,
    from: day(changes[0]),
    to: day(changes[changes.length - 1]),
  };
}

const scoreOf = ({ metrics }: Change) =>
  scoreRisk(policy, { submission: submissionOf(metrics) });

/** Everything that is shipped, from the data up to a share of their length. */
function makeArtifacts(sets: readonly DataSet[], until: number): Artifacts {
  const seen = slice(sets, 0, until);
  return {
    policy,
    model: riskModel.parse({
      schemaVersion: '1.0',
      kind: 'gradientBoostedTrees',
      name: 'change-risk',
      version: '1',
      predicts: 'has to be fixed later',
      trainedOn: sets.map(trainedOn),
      features: modelFeatures,
      ...trainModel(sets, until),
    }),
    calibrations: {
      heuristic: fitPlatt(
        seen.map(change => ({
          x: changePoints(scoreOf(change)),
          defective: change.defective,
        })),
      ),
      linesAdded: fitPlatt(
        seen.map(({ metrics, defective }) => ({
          x: portableLog1p(metrics.linesAdded),
          defective,
        })),
      ),
      referencePoints: referencePoints(policy),
    },
  };
}

/** Later changes, by rankers that were fitted to earlier ones. */
function validate(sets: readonly DataSet[], from: number, to: number) {
  const artifacts = makeArtifacts(sets, from);
  for (const set of sets) {
    const changes = slice([set], from, to);
    const defective = changes.filter(change => change.defective).length;
    process.stdout.write(
      `\n${set.name}: fitted to the first ${from * 100} %, measured up to ${
        to * 100
      } %\n${describe(benchRisk(changes, artifacts), defective)}\n`,
    );
  }
}

/**
 * Points for the policy's section `model`: what the factors that the model
 * stands in for make of changes with the same log odds.
 */
function pointsTable(sets: readonly DataSet[]): string {
  const replaced = new Set<string>(modelFeatures);
  const { slope, intercept } = fitPlatt(
    slice(sets, 0, 1).map(change => ({
      x: scoreOf(change)
        .factors.filter(({ feature }) => replaced.has(feature))
        .reduce((sum, { contribution }) => sum + contribution, 0),
      defective: change.defective,
    })),
  );
  return [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9]
    .map(probability => {
      const points = (portableLogit(probability) - intercept) / slope;
      return `  - { probability: ${probability}, points: ${
        Math.round(Math.max(0, points) * 2) / 2
      } }`;
    })
    .join('\n');
}

function main(files: string[]) {
  if (files.length === 0) {
    throw new Error(
      'Usage: npm run bench:risk -- --train <qt….csv> <openstack….csv>',
    );
  }
  const sets = files.map(readSet);
  validate(sets, 0.6, 0.8);
  validate(sets, 0.8, 1);
  const { model, calibrations } = makeArtifacts(sets, 1);
  mkdirSync(path.dirname(MODEL_FILE), { recursive: true });
  writeFileSync(MODEL_FILE, `${JSON.stringify(model)}\n`);
  writeFileSync(CALIBRATION_FILE, `${JSON.stringify(calibrations, null, 2)}\n`);
  const digest = createHash('sha256')
    .update(canonicalJson(model))
    .digest('hex');
  process.stdout.write(
    `\nFor policies/default/model.yaml:\n  digest: ${digest}\n  points:\n${pointsTable(
      sets,
    )}\n`,
  );
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}
