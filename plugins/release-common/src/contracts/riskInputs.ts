import { z } from 'zod';
import {
  count,
  entityRef,
  gitCommit,
  identifier,
  reference,
  schemaVersion,
  sha256,
  share,
  text,
  utcTime,
} from './primitives';
import { testSummaries } from './buildInfo';
import { dsseEnvelope } from './dsseEnvelope';

/**
 * Change metrics after Kamei et al., "A large-scale empirical study of
 * just-in-time quality assurance" (IEEE TSE 2013), computed over the commits
 * since the release this one follows.
 */
export const changeMetrics = z.strictObject({
  commits: count,
  files: count,
  directories: count,
  subsystems: count,
  linesAdded: count,
  linesDeleted: count,
  /** Shannon entropy of the changed lines over the files, normalized to 0..1. */
  entropy: share,
  /** Lines in the changed files before the change. */
  linesInFilesBefore: count,
  /** Mean age of the last change to each file, in days. */
  ageDays: z.number().min(0),
  /** Earlier commits that touched the changed files. */
  priorChanges: count,
  /** Distinct authors that touched the changed files before. */
  authors: count,
  /** Earlier commits by the author of this change. */
  authorExperience: count,
  isFix: z.boolean(),
});
export type ChangeMetrics = z.infer<typeof changeMetrics>;

export const vulnerability = z.strictObject({
  /** The CVE id where there is one, else the id of the advisory. */
  id: text(100),
  /** Other ids of the same vulnerability, such as that of GitHub's advisory. */
  aliases: z.array(text(100)).max(20).optional(),
  /** What it was found in: package URLs, else `name@version`. */
  packages: z.array(text(500)).max(50).optional(),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'unknown']),
  cvss: z.number().min(0).max(10).optional(),
  epss: share.optional(),
  /** Listed among CISA's known exploited vulnerabilities. */
  kev: z.boolean().optional(),
  fixedIn: text(200).optional(),
  /** What the pipeline says of it; only a signed statement in `vexStatements` excuses. */
  vex: z
    .strictObject({
      status: z.enum([
        'not_affected',
        'affected',
        'fixed',
        'under_investigation',
      ]),
      justification: text(500).optional(),
      signed: z.boolean(),
    })
    .optional(),
});
export type Vulnerability = z.infer<typeof vulnerability>;

/**
 * What is known about the risk of a build. Every part but the identity may be
 * absent; an absent part is missing evidence and never read as zero.
 */
export const riskInputs = z.strictObject({
  schemaVersion,
  buildId: identifier,
  component: entityRef,
  commit: gitCommit,
  collectedAt: utcTime,
  change: changeMetrics.optional(),
  tests: testSummaries.optional(),
  coverage: z
    .strictObject({ lines: share, delta: z.number().min(-1).max(1).optional() })
    .optional(),
  staticAnalysis: z
    .strictObject({
      newFindings: z.strictObject({
        error: count,
        warning: count,
        note: count,
      }),
    })
    .optional(),
  dependencies: z
    .strictObject({ added: count, changed: count, removed: count })
    .optional(),
  vulnerabilities: z.array(vulnerability).max(10_000).optional(),
  /**
   * Signed VEX documents as the pipeline found them. Whoever reads them
   * verifies the signatures; nothing in here excuses anything by itself.
   */
  vexStatements: z
    .array(z.strictObject({ envelope: dsseEnvelope }))
    .max(50)
    .optional(),
  flags: z
    .strictObject({
      dbMigration: z.strictObject({ reversible: z.boolean() }).optional(),
      kernelDriver: z.boolean().optional(),
      bootloader: z.boolean().optional(),
      configOnly: z.boolean().optional(),
      publicApi: z.boolean().optional(),
    })
    .optional(),
  integration: z
    .strictObject({
      smokePassed: z.boolean(),
      manifest: z.strictObject({ uri: reference, sha256 }).optional(),
    })
    .optional(),
  history: z
    .strictObject({
      /** Share of the last releases of this component that were taken back. */
      recentFailureRate: share,
      daysSinceLastRelease: z.number().min(0),
    })
    .optional(),
});
export type RiskInputs = z.infer<typeof riskInputs>;
