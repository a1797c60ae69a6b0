import {
  Contract,
  ContractError,
  ContractName,
  Fault,
  parseContract,
  parseStrictJson,
} from '@adaptive-delivery/plugin-release-common';
import { resolve } from 'node:path';
import { fileFault } from '../files/fileFault';
import { readBounded } from '../files/readBounded';

export const MAX_CONTRACT_BYTES = 16 * 1024 * 1024;

export type ReadContract<N extends ContractName> =
  | { ok: true; contract: Contract<N> }
  | { ok: false; faults: Fault[] };

/** A value as a contract, or every fault of it by path. */
export function checkContract<N extends ContractName>(
  name: N,
  value: unknown,
): ReadContract<N> {
  try {
    return { ok: true, contract: parseContract(name, value) };
  } catch (error) {
    if (error instanceof ContractError)
      return { ok: false, faults: error.faults };
    throw error;
  }
}

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
    return {
      ok: false,
      faults: [{ path: '', message: `cannot be read: ${fileFault(error)}` }],
    };
  }
}
