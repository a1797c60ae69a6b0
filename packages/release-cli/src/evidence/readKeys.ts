import {
  VerificationKey,
  keySet,
  parseStrictJson,
  parseWith,
} from '@adaptive-delivery/plugin-release-common';
import { isError } from '@backstage/errors';
import { resolve } from 'node:path';
import { badInput } from '../exitCodes';
import { fileFault } from '../files/fileFault';
import { readBounded } from '../files/readBounded';

const MAX_BYTES = 1024 * 1024;

/** The public keys that `--keys` names. @throws CliError saying what is wrong. */
export async function readKeys(
  cwd: string,
  file: string,
): Promise<VerificationKey[]> {
  let text: string;
  try {
    text = await readBounded(resolve(cwd, file), MAX_BYTES);
  } catch (error) {
    throw badInput(`--keys ${file}: ${fileFault(error)}`);
  }
  try {
    return parseWith(keySet, 'keys', parseStrictJson(text, 'keys')).keys;
  } catch (error) {
    if (isError(error) && error.name === 'ContractError') {
      throw badInput(
        `--keys ${file} is not what GET /v1/keys answers: ${error.message}`,
      );
    }
    throw error;
  }
}
