import { errorWords } from '../output/errorWords';
import { ReleaseSettings } from '@adaptive-delivery/plugin-release-common';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { resolve } from 'node:path';
import { ArtifactSource } from '../artifacts/describeArtifacts';
import { DEFAULT_FIX_PATTERN } from '../change/changeMetrics';
import { CollectOptions } from '../change/collectChange';
import { CiFacts, readCiFacts } from '../ci/ciFacts';
import { badInput } from '../exitCodes';
import { ReportSource } from '../junit/readReports';
import { Io } from '../output/io';
import { readSettings } from '../settings/readSettings';
import {
  EvidenceFlags,
  EvidenceSources,
  evidenceSources,
} from './evidenceOptions';
import { artifactSource, reportSource } from './sources';

/** The flags of `release emit`, as commander hands them over. */
export type EmitFlags = EvidenceFlags & {
  repo?: string;
  settings?: string;
  component?: string;
  since?: string;
  os?: string;
  arch?: string;
  artifact?: string[];
  artifactUri?: string;
  junit?: string[];
  out: string;
  releaseVersion?: string;
  buildId?: string;
  branch?: string;
  repoUrl?: string;
  ciSystem?: string;
  ciUrl?: string;
  runNumber?: string;
  pullRequest?: string;
  startedAt?: string;
  finishedAt?: string;
  subsystemDepth?: string;
  fixPattern?: string;
  tagPattern?: string;
  gitTimeout: string;
};

export type EmitOptions = {
  repo: string;
  out: string;
  change: CollectOptions;
  artifacts: ArtifactSource[];
  artifactUri?: string;
  reports: ReportSource[];
  evidence: EvidenceSources;
  releaseVersion?: string;
  ci: CiFacts;
  finishedAt?: string;
  gitTimeoutMs: number;
};

/** `payments-service` as `component:default/payments-service`. */
export function fullEntityRef(value: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(value, {
        defaultKind: 'component',
        defaultNamespace: 'default',
      }),
    );
  } catch (error) {
    throw badInput(`--component ${value}: ${errorWords(error)}`);
  }
}

export function wholeNumber(
  flag: string,
  value: string,
  max: number,
  min = 0,
): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (number >= min && number <= max) return number;
  throw badInput(
    `${flag} ${value}: must be a whole number from ${min} to ${max}`,
  );
}

function pattern(source: string | undefined): RegExp {
  if (source === undefined) return DEFAULT_FIX_PATTERN;
  try {
    return new RegExp(source, 'i');
  } catch (error) {
    throw badInput(
      `the pattern of a fix is no regular expression: ${errorWords(error)}`,
    );
  }
}

function pullRequest(value: string | undefined): CiFacts['pullRequest'] {
  if (value === undefined) return undefined;
  const match = /^(\d{1,15})=(.+)$/.exec(value);
  if (!match) {
    throw badInput(`--pull-request ${value}: write <number>=<url>`);
  }
  return { number: Number(match[1]), url: match[2] };
}

/** The facts of the CI system with the flags over them. */
function ciFacts(flags: EmitFlags, settings: Partial<ReleaseSettings>, io: Io) {
  const facts = readCiFacts(io.env);
  return {
    system: flags.ciSystem ?? facts.system,
    url: flags.ciUrl ?? facts.url,
    runNumber:
      flags.runNumber === undefined
        ? facts.runNumber
        : wholeNumber('--run-number', flags.runNumber, 1e15),
    buildId: flags.buildId ?? facts.buildId,
    branch: flags.branch ?? facts.branch,
    repoUrl: flags.repoUrl ?? settings.repo?.url ?? facts.repoUrl,
    pullRequest: pullRequest(flags.pullRequest) ?? facts.pullRequest,
    startedAt: flags.startedAt ?? facts.startedAt,
  };
}

/**
 * Brings flags, `release.yaml` and the CI system together: flags first.
 *
 * @throws CliError for what is missing or cannot be read.
 */
export async function emitOptions(
  flags: EmitFlags,
  io: Io,
): Promise<EmitOptions> {
  const repo = resolve(io.cwd, flags.repo ?? '.');
  const settings = await readSettings(repo, flags.settings);
  const component = flags.component ?? settings.component;
  if (!component) {
    throw badInput(
      'which component is this? Give --component component:<namespace>/<name>, or name it in release.yaml.',
    );
  }
  const artifacts =
    flags.artifact?.map(value => artifactSource(value, flags)) ??
    settings.artifacts ??
    [];
  if (artifacts.length === 0) {
    throw badInput(
      'a release needs at least one artifact: give --artifact <path>=<os>/<arch>, or list them in release.yaml',
    );
  }
  return {
    repo,
    out: resolve(io.cwd, flags.out),
    change: {
      component: fullEntityRef(component),
      since: flags.since,
      tagPattern: flags.tagPattern ?? settings.change?.tagPattern,
      subsystemDepth:
        flags.subsystemDepth === undefined
          ? settings.change?.subsystemDepth ?? 1
          : wholeNumber('--subsystem-depth', flags.subsystemDepth, 10, 1),
      fixPattern: pattern(flags.fixPattern ?? settings.change?.fixPattern),
    },
    artifacts,
    artifactUri: flags.artifactUri,
    reports:
      flags.junit?.map(value => reportSource(value, flags)) ??
      settings.junit ??
      [],
    evidence: evidenceSources(flags, settings),
    releaseVersion: flags.releaseVersion,
    ci: ciFacts(flags, settings, io),
    finishedAt: flags.finishedAt,
    gitTimeoutMs: wholeNumber('--git-timeout', flags.gitTimeout, 86_400) * 1000,
  };
}
