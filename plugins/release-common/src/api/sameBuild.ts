import { BuildInfo, RiskInputs } from '../contracts';

export type BuildDocuments = { buildInfo: BuildInfo; riskInputs: RiskInputs };

/** Where the two documents of a build are not about the same build. */
export function differencesWithin({
  buildInfo: build,
  riskInputs: risk,
}: BuildDocuments): Array<{ path: string[]; message: string; input: string }> {
  return (['component', 'buildId', 'commit'] as const)
    .filter(key => build[key] !== risk[key])
    .map(key => ({
      path: ['riskInputs', key],
      message: `is ${risk[key]}, but buildInfo.${key} is ${build[key]}`,
      input: risk[key],
    }));
}
