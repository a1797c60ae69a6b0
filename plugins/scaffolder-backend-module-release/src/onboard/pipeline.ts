import { Onboarding } from './onboarding';

const build: Record<Onboarding['builds'][number]['os'], string> = {
  linux: "[label: 'linux', run: 'sh ci/build.sh linux']",
  arm: "[label: 'arm', run: 'sh ci/build.sh arm']",
  windows: "[label: 'windows', run: 'ci\\\\build.bat windows']",
};

/**
 * The pipeline that builds on every system, then emits, verifies, submits and
 * waits at the gate. The steps are those of the shared library in jenkins/.
 */
export function renderPipeline({ builds }: Onboarding): string {
  const systems = [...new Set(builds.map(({ os }) => os))];
  return `// Builds on every system, then emits, verifies and submits the release and
// waits for the portal's answer. What is collected stands in release.yaml. The
// step comes from the shared library adaptive-delivery; its README says what
// Jenkins needs. Put your own build commands here: each leaves its artifacts
// in out/<os>/packages and its JUnit XML in out/<os>/reports.
@Library('adaptive-delivery') _

releasePipeline(
  builds: [
${systems.map(os => `    ${os}: ${build[os]},`).join('\n')}
  ]
)
`;
}
