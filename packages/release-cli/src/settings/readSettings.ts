import { errorWords } from '../output/errorWords';
import {
  ContractError,
  ReleaseSettings,
  parseWith,
  releaseSettings,
} from '@adaptive-delivery/plugin-release-common';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { badInput } from '../exitCodes';
import { readBounded } from '../files/readBounded';

export const SETTINGS_FILE = 'release.yaml';
const MAX_SETTINGS_BYTES = 256 * 1024;

function parseSettings(yaml: string, path: string): ReleaseSettings {
  const document = parseDocument(yaml, {
    uniqueKeys: true,
    prettyErrors: true,
  });
  const [fault] = document.errors;
  if (fault) throw badInput(`${path}: ${fault.message}`);
  let settings: unknown;
  try {
    settings = document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    throw badInput(`${path}: ${errorWords(error)}`);
  }
  try {
    return parseWith(releaseSettings, path, settings);
  } catch (error) {
    if (error instanceof ContractError) throw badInput(error.message);
    throw error;
  }
}

/**
 * The settings of the repository: those named, else `release.yaml` in the
 * folder, else none.
 *
 * @throws CliError naming the file and the fault.
 */
export async function readSettings(
  cwd: string,
  named?: string,
): Promise<Partial<ReleaseSettings>> {
  const path = resolve(cwd, named ?? SETTINGS_FILE);
  if (named === undefined && !existsSync(path)) return {};
  let yaml: string;
  try {
    yaml = await readBounded(path, MAX_SETTINGS_BYTES);
  } catch (error) {
    throw badInput(`${path} cannot be read: ${errorWords(error)}`);
  }
  return parseSettings(yaml, path);
}
