import {
  Submission,
  submission as submissionSchema,
} from '@adaptive-delivery/plugin-release-common';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const COMPONENTS = 20;
const EXAMPLES = path.resolve(
  resolvePackagePath('@adaptive-delivery/bench'),
  '../../contracts/examples',
);

/** `component:default/service-07` */
export const componentName = (index: number) =>
  `service-${String(index % COMPONENTS).padStart(2, '0')}`;

const readExample = (name: string) =>
  JSON.parse(readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8'));

/** Makes candidates that differ in everything that makes a build its own. */
export function submissionMaker(): (index: number) => Submission {
  const run = randomUUID();
  const buildInfo = readExample('build-info');
  const riskInputs = readExample('risk-inputs');
  const finishedAt = new Date().toISOString();
  return index => {
    const digest = (text: string) =>
      createHash('sha256').update(`${run} ${index} ${text}`).digest('hex');
    const identity = {
      component: `component:default/${componentName(index)}`,
      buildId: `bench-${run}-${index}`,
      commit: digest('commit').slice(0, 40),
    };
    const { commits, ...build } = buildInfo;
    const artifacts = build.artifacts.filter(
      (item: { os: string }) => item.os === 'linux',
    );
    return submissionSchema.parse({
      environment: 'production',
      buildInfo: {
        ...build,
        ...identity,
        startedAt: finishedAt,
        finishedAt,
        commits: commits.map((item: { commit: string }) => ({
          ...item,
          commit: digest(item.commit).slice(0, 40),
        })),
        artifacts: artifacts.map((item: { name: string }) => ({
          ...item,
          sha256: digest(item.name),
        })),
      },
      riskInputs: { ...riskInputs, ...identity, collectedAt: finishedAt },
    });
  };
}
