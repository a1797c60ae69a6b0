import git, { TreeEntry } from 'isomorphic-git';
import { BundleError, SourceFile } from '../loadBundle';
import {
  MAX_FILES,
  MAX_SOURCE_BYTES,
  decodePolicyFile,
  isPolicyFile,
} from '../sources/policyFiles';
import { Snapshot } from '../sources/PolicySource';
import { GitSettings, shortCommit } from './GitSettings';
import { OpenRepository } from './Repository';

const FOLDER = '040000';
const FILES = new Set(['100644', '100755', '100664']);
const KINDS: Record<string, string> = {
  '120000': 'a symbolic link',
  '160000': 'a submodule',
  [FOLDER]: 'a folder',
};

/** Names reach screens and logs; nothing in them may read as something else. */
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+ -]*$/;

type Reader = OpenRepository & {
  cache: object;
  commit: string;
  url: string;
};

const place = (reader: Reader, path: string) =>
  `${reader.url}@${shortCommit(reader.commit)}:${path}`;

const broken = (reader: Reader, path: string, message: string) =>
  new BundleError([`${place(reader, path)}: ${message}`], reader.commit);

const modeOf = ({ mode }: TreeEntry) => mode.padStart(6, '0');

/** isomorphic-git does not read a tree with names such as `..` at all. */
const isUnsafeName = (error: unknown) =>
  error instanceof Error && error.name === 'UnsafeFilepathError';

async function entriesOf(reader: Reader, path: string, oid: string) {
  try {
    return (await git.readTree({ ...reader, oid })).tree;
  } catch (error) {
    if (!isUnsafeName(error)) throw error;
    throw broken(
      reader,
      path,
      'holds a name that Git refuses, such as .. or one with a slash',
    );
  }
}

const printable = (name: string) => name.replace(/[^ -~]/g, '?');

/** The entries of the folder, each step of the way a real folder. */
async function openFolder(reader: Reader, root: string, folder: string | null) {
  let entries = await entriesOf(reader, '', root);
  const parts = folder?.split('/') ?? [];
  for (const [index, part] of parts.entries()) {
    const path = parts.slice(0, index + 1).join('/');
    const entry = entries.find(item => item.path === part);
    if (!entry) throw broken(reader, path, 'the commit has no such folder');
    if (modeOf(entry) !== FOLDER) {
      const kind = KINDS[modeOf(entry)] ?? 'a file';
      throw broken(reader, path, `is ${kind}, not a folder`);
    }
    entries = await entriesOf(reader, `${path}/`, entry.oid);
  }
  return entries;
}

function choose(reader: Reader, folder: string, entries: TreeEntry[]) {
  const chosen = entries.filter(({ path }) => isPolicyFile(path));
  if (chosen.length === 0) {
    throw broken(reader, folder, 'the folder holds no .yaml file');
  }
  if (chosen.length > MAX_FILES) {
    throw broken(reader, folder, `holds more than ${MAX_FILES} .yaml files`);
  }
  const faults = chosen.flatMap(entry => {
    const kind = KINDS[modeOf(entry)];
    if (!PLAIN_NAME.test(entry.path)) {
      return [
        `${place(reader, folder)}: the file name "${printable(
          entry.path,
        )}" may hold only letters, digits, spaces and . _ + -`,
      ];
    }
    return FILES.has(modeOf(entry))
      ? []
      : [
          `${place(reader, folder + entry.path)}: is ${
            kind ?? `of mode ${entry.mode}`
          }; policy files must stand in the folder themselves`,
        ];
  });
  if (faults.length > 0) throw new BundleError(faults, reader.commit);
  return chosen.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function readFile(reader: Reader, path: string, oid: string) {
  const { blob } = await git.readBlob({ ...reader, oid });
  try {
    return {
      bytes: blob.byteLength,
      file: {
        path,
        location: place(reader, path),
        yaml: decodePolicyFile(blob),
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw broken(reader, path, `the file cannot be read (${reason})`);
  }
}

/**
 * The policy files of the commit that the repository was opened at, straight
 * from its tree: no work tree, no links, no names that become paths here.
 *
 * @throws BundleError naming each place that cannot be a policy file.
 */
export async function readPolicyTree(
  repository: OpenRepository,
  { url, folder }: GitSettings,
): Promise<Snapshot> {
  const cache = {};
  const { oid, commit } = await git.readCommit({ ...repository, cache });
  const reader: Reader = { ...repository, cache, commit: oid, url };
  const under = folder === null ? '' : `${folder}/`;
  const entries = await openFolder(reader, commit.tree, folder);

  const files: SourceFile[] = [];
  let total = 0;
  for (const entry of choose(reader, under, entries)) {
    const { bytes, file } = await readFile(
      reader,
      under + entry.path,
      entry.oid,
    );
    total += bytes;
    if (total > MAX_SOURCE_BYTES) {
      throw broken(reader, under, `holds more than ${MAX_SOURCE_BYTES} bytes`);
    }
    files.push(file);
  }
  return { files, commit: oid };
}
