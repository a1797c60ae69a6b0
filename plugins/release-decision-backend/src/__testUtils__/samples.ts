import {
  BuildInfo,
  RiskInputs,
  Submission,
  submission as submissionSchema,
} from '@adaptive-delivery/plugin-release-common';

const COMMIT = 'a'.repeat(40);

export const COMPONENT = 'component:default/payments-service';

/** A digest that is its own for every number. */
export const digestNumber = (n: number) => n.toString(16).padStart(64, '0');

/** A submission with its own build id and digest per number. */
export function sampleSubmission(
  change: {
    number?: number;
    digest?: string;
    component?: string;
    version?: string;
    environment?: string;
    os?: BuildInfo['artifacts'][0]['os'];
    signature?: BuildInfo['artifacts'][0]['signature'];
    risk?: Partial<RiskInputs>;
    commits?: BuildInfo['commits'];
  } = {},
): Submission {
  const number = change.number ?? 1;
  const buildId = `payments-${number}`;
  const component = change.component ?? COMPONENT;
  const body: Submission = {
    environment: change.environment ?? 'production',
    buildInfo: {
      schemaVersion: '1.0',
      buildId,
      component,
      version: change.version ?? `2.${number}.0`,
      repo: { url: 'https://git.example/payments' },
      commit: COMMIT,
      commitMessage: 'retry on 503',
      commits: change.commits ?? [
        {
          commit: COMMIT,
          message: 'retry on 503',
          author: 'Dora',
          authorEmail: 'dora@example.com',
        },
      ],
      branch: 'main',
      ci: { system: 'jenkins', runNumber: number },
      artifacts: [
        {
          name: 'payments.tar.gz',
          os: change.os ?? 'linux',
          arch: 'x86_64',
          uri: 'candidates/payments.tar.gz',
          sha256: change.digest ?? digestNumber(number),
          sizeBytes: 1024,
          ...(change.signature && { signature: change.signature }),
        },
      ],
      startedAt: '2026-11-20T10:00:00Z',
      finishedAt: '2026-11-20T10:10:00Z',
    },
    riskInputs: {
      schemaVersion: '1.0',
      buildId,
      component,
      commit: COMMIT,
      collectedAt: '2026-11-20T10:11:00Z',
      ...change.risk,
    },
  };
  return submissionSchema.parse(body);
}
