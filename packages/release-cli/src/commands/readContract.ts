import {
  Contract,
  ContractError,
  ContractName,
  Fault,
  parseContract,
  parseStrictJson,
} from '@adaptive-delivery/plugin-release-common';
import { resolve } from 'node:path';
import { UnfitFileError, readBounded } from '../files/readBounded';

export const MAX_CONTRACT_BYTES = 16 * 1024 * 1024;

export type ReadContract<N extends ContractName> =
  | { ok: true; contract: Contract<N> }
  | { ok: false; faults: Fault[] };

const unreadable = (message: string): Fault[] => [{ path: '', message }];

/** A contract from a file, or every fault of it by path. */
export async function readContract<N extends ContractName>(
  name: N,
  cwd: string,
  file: string,
): Promise<ReadContract<N>> {
  try {
    const text = await readBounded(resolve(cwd, file), MAX_CONTRACT_BYTES);
    return {
      ok: true,
      contract: parseContract(name, parseStrictJson(text, name)),
    };
  } catch (error) {
    if (error instanceof ContractError)
      return { ok: false, faults: error.faults };
    if (error instanceof UnfitFileError) {
      return { ok: false, faults: unreadable(error.message) };
    }
    if (error instanceof Error && 'code' in error) {
      return {
        ok: false,
        faults: unreadable(`cannot be read: ${error.message}`),
      };
    }
    throw error;
  }
}
