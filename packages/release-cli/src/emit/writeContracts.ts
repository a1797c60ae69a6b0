import { errorWords } from '../output/errorWords';
import {
  BuildInfo,
  ContractError,
  ContractName,
  RiskInputs,
  canonicalJson,
  parseContract,
  parseStrictJson,
} from '@adaptive-delivery/plugin-release-common';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, badInput } from '../exitCodes';
import { UnfitFileError, readBounded } from '../files/readBounded';
import { writeWhole } from '../files/writeWhole';

/** Of a contract in a file, with its line breaks. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Of both in one request to the portal. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;
const TIMES = ['startedAt', 'finishedAt', 'collectedAt'];

/** Drops what is undefined, as JSON does. */
const asJson = (value: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value));

const withoutTimes = (document: object) =>
  canonicalJson(
    Object.fromEntries(
      Object.entries(document).filter(([key]) => !TIMES.includes(key)),
    ),
  );

/** The contract in the file, or undefined when there is no valid one. */
async function existing(
  name: ContractName,
  path: string,
): Promise<object | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    return parseContract(
      name,
      parseStrictJson(await readBounded(path, MAX_FILE_BYTES), name),
    );
  } catch (error) {
    // whatever it is, the new contract takes its place
    if (error instanceof ContractError || error instanceof UnfitFileError) {
      return undefined;
    }
    throw error;
  }
}

function checked(name: ContractName, document: object) {
  try {
    return parseContract(name, asJson(document));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const lines = error.faults.map(
      fault => `  ${fault.path || '(document)'}: ${fault.message}`,
    );
    throw badInput(
      [`${name} would not be valid, so nothing was written:`, ...lines].join(
        '\n',
      ),
    );
  }
}

/** A candidate that the portal cannot take is told here, and not at the end of the pipeline. */
function checkFits(documents: readonly object[]) {
  const bytes = documents.reduce(
    (sum, document) => sum + Buffer.byteLength(JSON.stringify(document)),
    0,
  );
  if (bytes > MAX_BODY_BYTES) {
    throw badInput(
      `build-info and risk-inputs have ${bytes} bytes together, and the portal takes ${MAX_BODY_BYTES}: give fewer VEX documents, or scan less at once`,
    );
  }
}

export type WrittenContracts = {
  buildInfo: string;
  riskInputs: string;
  /** The files already said the same of this build and were left as they are. */
  kept: boolean;
};

/**
 * Checks both contracts and writes them. When the folder already holds the
 * same build but for its times, nothing is touched, so that a retried step
 * submits the same content again.
 *
 * @throws CliError naming every fault by path; nothing is written then.
 */
export async function writeContracts(
  folder: string,
  documents: { buildInfo: BuildInfo; riskInputs: RiskInputs },
): Promise<WrittenContracts> {
  const files = [
    {
      path: join(folder, 'build-info.json'),
      name: 'build-info' as const,
      document: checked('build-info', documents.buildInfo),
    },
    {
      path: join(folder, 'risk-inputs.json'),
      name: 'risk-inputs' as const,
      document: checked('risk-inputs', documents.riskInputs),
    },
  ];
  checkFits(files.map(({ document }) => document));
  let kept = true;
  for (const { path, name, document } of files) {
    const before = await existing(name, path);
    kept &&= !!before && withoutTimes(before) === withoutTimes(document);
  }
  try {
    for (const { path, document } of kept ? [] : files) {
      await writeWhole(path, `${JSON.stringify(document, null, 2)}\n`);
    }
  } catch (error) {
    throw new CliError(2, `${folder} cannot be written: ${errorWords(error)}`);
  }
  return { buildInfo: files[0].path, riskInputs: files[1].path, kept };
}
