import { z } from 'zod';
import {
  artifactName,
  count,
  emailAddress,
  entityRef,
  gitCommit,
  httpUrl,
  identifier,
  operatingSystem,
  reference,
  schemaVersion,
  seconds,
  sha256,
  share,
  text,
  utcTime,
} from './primitives';

export const artifactSignature = z.strictObject({
  kind: z.enum(['authenticode', 'mender', 'cosign', 'none']),
  verified: z.boolean(),
  subject: text(500).optional(),
});

export const artifact = z.strictObject({
  name: artifactName,
  os: operatingSystem,
  arch: text(40),
  uri: reference,
  sha256,
  sizeBytes: count,
  signature: artifactSignature.optional(),
});
export type Artifact = z.infer<typeof artifact>;

export const testSummary = z
  .strictObject({
    os: operatingSystem,
    total: count,
    failed: count,
    skipped: count,
    /** Passed, but only after at least one failed try. */
    flaky: count,
    durationSeconds: seconds,
  })
  .check(context => {
    const { total, failed, skipped, flaky } = context.value;
    if (failed + skipped + flaky > total) {
      context.issues.push({
        code: 'custom',
        path: ['total'],
        message: 'must be at least failed + skipped + flaky',
        input: total,
      });
    }
  });
export type TestSummary = z.infer<typeof testSummary>;

/** At most one summary per operating system. */
export const testSummaries = z
  .array(testSummary)
  .max(3)
  .check(context => {
    context.value.forEach((summary, index) => {
      if (context.value.findIndex(s => s.os === summary.os) < index) {
        context.issues.push({
          code: 'custom',
          path: [index, 'os'],
          message: `${summary.os} is summed up twice`,
          input: summary.os,
        });
      }
    });
  });

/** What was built: one CI run of one component, and the artifacts it made. */
export const buildInfo = z
  .strictObject({
    schemaVersion,
    /** Unique per component, stable over retries of the same CI run. */
    buildId: identifier,
    component: entityRef,
    version: text(100),
    repo: z.strictObject({ url: reference }),
    commit: gitCommit,
    commitMessage: text(500).optional(),
    /**
     * Commits since the release this one follows, newest first. Where there
     * are more than fit, everybody who wrote one is still among the authors:
     * whoever approves must not be one of them.
     */
    commits: z
      .array(
        z.strictObject({
          commit: gitCommit,
          message: text(500),
          author: text(200),
          /** Finds the author in the catalog, by `spec.profile.email` there. */
          authorEmail: emailAddress.optional(),
        }),
      )
      .max(100)
      .optional(),
    branch: text(250),
    pullRequest: z.strictObject({ number: count, url: httpUrl }).optional(),
    ci: z.strictObject({
      system: text(60),
      url: httpUrl.optional(),
      runNumber: count.optional(),
    }),
    artifacts: z.array(artifact).min(1).max(200),
    sbom: z
      .strictObject({
        format: z.enum(['cyclonedx', 'spdx']),
        uri: reference,
        sha256,
      })
      .optional(),
    tests: testSummaries.optional(),
    coverage: z.strictObject({ lines: share }).optional(),
    toolchain: z
      .strictObject({ compiler: text(200), flags: text(2000).optional() })
      .optional(),
    startedAt: utcTime,
    finishedAt: utcTime,
  })
  .check(context => {
    const info = context.value;
    if (Date.parse(info.finishedAt) < Date.parse(info.startedAt)) {
      context.issues.push({
        code: 'custom',
        path: ['finishedAt'],
        message: 'must not be before startedAt',
        input: info.finishedAt,
      });
    }
    const names = new Set<string>();
    info.artifacts.forEach((item, index) => {
      const key = item.name.normalize('NFC').toLowerCase();
      if (names.has(key)) {
        context.issues.push({
          code: 'custom',
          path: ['artifacts', index, 'name'],
          message: `"${item.name}" is named twice`,
          input: item.name,
        });
      }
      names.add(key);
    });
  });
export type BuildInfo = z.infer<typeof buildInfo>;
