import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const DEFAULT = path.resolve(__dirname, '../../../../policies/default');

/** A copy of the default bundle that a test may spoil. */
export async function copyDefaultPolicy() {
  const folder = await mkdtemp(path.join(tmpdir(), 'policy-'));
  await cp(DEFAULT, folder, { recursive: true });
  const file = (name: string) => path.join(folder, name);
  return {
    folder,
    file,
    write: (name: string, yaml: string | Buffer) => writeFile(file(name), yaml),
    async replace(name: string, from: string | RegExp, to: string) {
      const yaml = await readFile(file(name), 'utf8');
      const changed = yaml.replace(from, to);
      if (changed === yaml) throw new Error(`${name} does not hold ${from}`);
      await writeFile(file(name), changed);
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
