import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { GitSettings } from '../git/GitSettings';
import { readGitSettings } from './readGitSettings';

export type SourceSettings =
  | { kind: 'folder'; folder: string }
  | { kind: 'git'; git: GitSettings };

const POLICY = 'adaptiveDelivery.policy';

function readSource(config: Config, key: string): SourceSettings {
  const folder = config.getOptionalString('folder');
  const git = config.getOptionalConfig('git');
  if (folder !== undefined && git) {
    throw new InputError(
      `${key} has both folder and git; make two list items of them, the one that wins last`,
    );
  }
  if (folder !== undefined) return { kind: 'folder', folder };
  if (git) return { kind: 'git', git: readGitSettings(git, `${key}.git`) };
  throw new InputError(
    `${key} names no source; write folder: <path> or git: { url, branch }`,
  );
}

/**
 * Where the policy bundle is read from, later ones winning:
 * `adaptiveDelivery.policy.sources` or, where that is not set, its `folders`.
 *
 * @throws InputError naming the key at fault and what to write.
 */
export function readSourceSettings(config: Config): SourceSettings[] {
  const sources = config.getOptionalConfigArray(`${POLICY}.sources`);
  if (!sources?.length) {
    const folders = config.getOptionalStringArray(`${POLICY}.folders`);
    if (!folders?.length) {
      throw new InputError(
        `${POLICY} is not set in app-config.yaml; list where the policy bundle is, such as folders: [../../policies/default], or sources for a bundle in Git`,
      );
    }
    return folders.map(folder => ({ kind: 'folder', folder }));
  }
  const read = sources.map((source, index) =>
    readSource(source, `${POLICY}.sources[${index}]`),
  );
  if (read.filter(({ kind }) => kind === 'git').length > 1) {
    throw new InputError(
      `${POLICY}.sources names more than one Git source; decisions name one commit, so keep the bundle in one repository`,
    );
  }
  return read;
}
