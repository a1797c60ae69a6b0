import {
  SCHEMA_VERSION,
  Submission,
  Vulnerability,
} from '@adaptive-delivery/plugin-release-common';
import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { seededRandom } from '../model/random';
import { componentRef, LabComponent } from './components';

/** What is told of one release; the rest of its documents follows from it. */
export type ReleaseStory = {
  version: string;
  /** Newest first; at least one. */
  commits: ReadonlyArray<{ message: string; author: string }>;
  files: number;
  lines: number;
  subsystems: number;
  /** Earlier commits of the author. */
  experience: number;
  isFix?: boolean;
  flakyTests?: number;
  coverageDelta?: number;
  newStaticErrors?: number;
  dependenciesChanged?: number;
  vulnerabilities?: Vulnerability[];
  publicApi?: boolean;
  /** The build sends no coverage and no static analysis. */
  hasGaps?: boolean;
};

export type BuiltArtifact = { sha256: string; sizeBytes: number };

/** Made-up object name, the same for the same text. */
function commitId(text: string): string {
  return sha256Of(text).slice(0, 40);
}

/** Of a made-up person of the lab, as catalog/org.yaml has it: first name and host. */
function emailOf(author: string): string {
  const [first] = author.toLocaleLowerCase('en-US').split(' ');
  return `${first}@kiosk.example`;
}

/** `POST /v1/candidates` for a build of the lab, as a pipeline would send it. */
export function makeSubmission(options: {
  component: LabComponent;
  story: ReleaseStory;
  artifact: BuiltArtifact;
  runNumber: number;
  finishedAt: Date;
}): Submission {
  const { component, story, artifact, runNumber, finishedAt } = options;
  const buildId = `${component.name}-${story.version}-${runNumber}`;
  const random = seededRandom(buildId);
  const minutes = 7 + Math.round(8 * random.uniform());
  const startedAt = new Date(finishedAt.getTime() - minutes * 60_000);
  const commits = story.commits.map(({ message, author }, index) => ({
    commit: commitId(`${buildId} ${index} ${message}`),
    message,
    author,
    authorEmail: emailOf(author),
  }));
  const identity = {
    schemaVersion: SCHEMA_VERSION,
    buildId,
    component: componentRef(component),
    commit: commits[0].commit,
  } as const;
  const coverage = story.hasGaps
    ? {}
    : {
        coverage: {
          lines: component.coverage,
          delta: story.coverageDelta ?? 0.001,
        },
        staticAnalysis: {
          newFindings: {
            error: story.newStaticErrors ?? 0,
            warning: Math.round(3 * random.uniform()),
            note: Math.round(6 * random.uniform()),
          },
        },
      };
  const added = Math.round(story.lines * (0.6 + 0.2 * random.uniform()));
  const artifactName = component.artifactName(story.version);
  return {
    environment: 'production',
    buildInfo: {
      ...identity,
      version: story.version,
      repo: { url: component.repo },
      commitMessage: commits[0].message,
      commits,
      branch: 'main',
      ci: { system: 'Jenkins', runNumber },
      artifacts: [
        {
          name: artifactName,
          os: component.os,
          arch: component.arch,
          uri: `candidates/${component.name}/${artifactName}`,
          sha256: artifact.sha256,
          sizeBytes: artifact.sizeBytes,
          signature: component.signature,
        },
      ],
      tests: [
        {
          os: component.os,
          total: component.tests,
          failed: 0,
          skipped: 2,
          flaky: story.flakyTests ?? 0,
          durationSeconds: Math.round(60 * minutes * 0.6),
        },
      ],
      toolchain: { compiler: component.compiler },
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
    },
    riskInputs: {
      ...identity,
      collectedAt: finishedAt.toISOString(),
      change: {
        commits: commits.length,
        files: story.files,
        directories: Math.max(1, Math.round(story.files / 3)),
        subsystems: story.subsystems,
        linesAdded: added,
        linesDeleted: story.lines - added,
        entropy: Math.min(
          0.95,
          Math.round(100 * Math.log2(1 + story.files) * 0.18) / 100,
        ),
        linesInFilesBefore: story.files * (180 + (runNumber % 90)),
        ageDays: Math.round(10 + 60 * random.uniform()),
        priorChanges: story.files * 9,
        authors: Math.min(12, 1 + story.subsystems * 2),
        authorExperience: story.experience,
        isFix: story.isFix ?? false,
      },
      ...coverage,
      dependencies: {
        added: 0,
        changed: story.dependenciesChanged ?? 0,
        removed: 0,
      },
      vulnerabilities: story.vulnerabilities ?? [],
      flags: {
        configOnly: false,
        publicApi: story.publicApi ?? false,
        kernelDriver: component.isKernelDriver,
        bootloader: false,
      },
    },
  };
}
