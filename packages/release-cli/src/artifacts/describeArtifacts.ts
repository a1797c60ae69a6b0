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
function artifactNameOf(cwd: string, path: string): string {
  const below = relative(cwd, resolve(cwd, path)).split(sep).join('/');
  return below.startsWith('../') || isAbsolute(below)
    ? below.split('/').pop() ?? below
    : below;
}

async function digestOf(cwd: string, path: string): Promise<FileDigest> {
  try {
    return await hashFile(resolve(cwd, path));
  } catch (error) {
    throw badInput(`artifact ${path}: ${errorWords(error)}`);
  }
}

/**
 * Name, digest and size of each file. Without a base address the URI only says
 * where in the workspace the file lay: `workspace:build/app`.
 *
 * @throws CliError naming the file that cannot be read.
 */
export async function describeArtifacts(
  cwd: string,
  sources: readonly ArtifactSource[],
  artifactUri?: string,
): Promise<DescribedArtifacts> {
  const baseUri = artifactUri?.replace(/\/+$/, '');
  const artifacts: Artifact[] = [];
  const modifiedAt: number[] = [];
  for (const { path: pattern, os, arch } of sources) {
    const paths = await findFiles(cwd, pattern);
    if (paths.length === 0) {
      throw badInput(`artifact ${pattern}: there is no such file in ${cwd}`);
    }
    for (const path of paths) {
      const digest = await digestOf(cwd, path);
      const name = artifactNameOf(cwd, path);
      artifacts.push({
        name,
        os,
        arch,
        uri: baseUri ? `${baseUri}/${name}` : `workspace:${name}`,
        sha256: digest.sha256,
        sizeBytes: digest.sizeBytes,
      });
      modifiedAt.push(digest.modifiedAt);
    }
  }
  return { artifacts, modifiedAt };
}
