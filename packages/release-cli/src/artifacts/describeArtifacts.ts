import { errorWords } from '../output/errorWords';
import {
  Artifact,
  OperatingSystem,
} from '@adaptive-delivery/plugin-release-common';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { badInput } from '../exitCodes';
import { findFiles } from '../files/findFiles';
import { FileDigest, hashFile } from './hashFile';

/** One file or glob, and what it was built for. */
export type ArtifactSource = {
  path: string;
  os: OperatingSystem;
  arch: string;
};

export type DescribedArtifacts = {
  artifacts: Artifact[];
  /** Last changes of the files, in milliseconds since the epoch. */
  modifiedAt: number[];
};

/** The path below the folder, with `/`; the last segment for a file elsewhere. */
export function nameBelow(cwd: string, path: string): string {
  const below = relative(cwd, resolve(cwd, path)).split(sep).join('/');
  return below.startsWith('../') || isAbsolute(below)
    ? below.split('/').pop() ?? below
    : below;
}

/**
 * Where a file of the build lies: below the address that it was published to;
 * without one only where in the workspace, as `workspace:build/app`.
 */
export const uriOf = (name: string, artifactUri?: string) =>
  artifactUri
    ? `${artifactUri.replace(/\/+$/, '')}/${name}`
    : `workspace:${name}`;

async function digestOf(cwd: string, path: string): Promise<FileDigest> {
  try {
    return await hashFile(resolve(cwd, path));
  } catch (error) {
    throw badInput(`artifact ${path}: ${errorWords(error)}`);
  }
}

/**
 * Name, digest, size and address of each file.
 *
 * @throws CliError naming the file that cannot be read.
 */
export async function describeArtifacts(
  cwd: string,
  sources: readonly ArtifactSource[],
  artifactUri?: string,
): Promise<DescribedArtifacts> {
  const artifacts: Artifact[] = [];
  const modifiedAt: number[] = [];
  for (const { path: pattern, os, arch } of sources) {
    const paths = await findFiles(cwd, pattern);
    if (paths.length === 0) {
      throw badInput(`artifact ${pattern}: there is no such file in ${cwd}`);
    }
    for (const path of paths) {
      const digest = await digestOf(cwd, path);
      const name = nameBelow(cwd, path);
      artifacts.push({
        name,
        os,
        arch,
        uri: uriOf(name, artifactUri),
        sha256: digest.sha256,
        sizeBytes: digest.sizeBytes,
      });
      modifiedAt.push(digest.modifiedAt);
    }
  }
  return { artifacts, modifiedAt };
}
