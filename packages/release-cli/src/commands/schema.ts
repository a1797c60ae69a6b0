import { Command } from 'commander';
import { join, resolve } from 'node:path';
import { ExitCode, badInput, exitCodes } from '../exitCodes';
import { writeWhole } from '../files/writeWhole';
import { Io } from '../output/io';
import { renderSchemas } from '../schemas/renderSchemas';

export type SchemaFlags = { out?: string };

/** `release schema`: the JSON Schemas of the contracts. */
export async function schema(
  contract: string | undefined,
  flags: SchemaFlags,
  io: Io,
): Promise<ExitCode> {
  const all = renderSchemas();
  if (flags.out !== undefined) {
    const folder = resolve(io.cwd, flags.out);
    for (const { fileName, content } of all) {
      await writeWhole(join(folder, fileName), content);
      io.out(join(folder, fileName));
    }
    return exitCodes.ok;
  }
  const names = all.map(({ name }) => name).join(', ');
  const found = all.find(({ name }) => name === contract);
  if (!found) {
    throw badInput(
      `which contract? There are ${names}; or give --out <folder>.`,
    );
  }
  io.out(found.content.trimEnd());
  return exitCodes.ok;
}

export function schemaCommand(
  run: (contract: string | undefined, flags: SchemaFlags) => Promise<void>,
) {
  return new Command('schema')
    .description('print the JSON Schema of a contract, or write them all')
    .argument('[contract]', 'such as build-info')
    .option('--out <folder>', 'write every schema there')
    .action((contract: string | undefined, flags: SchemaFlags) =>
      run(contract, flags),
    );
}
