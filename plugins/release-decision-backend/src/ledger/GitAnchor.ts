import git from 'isomorphic-git';
import fs from 'node:fs';
import { createGitHttp } from '../policy/git/gitHttp';
import { Anchor, AnchoredRoot } from './Anchor';
import { GitAnchorSettings } from './readLedgerSettings';

const AUTHOR = { name: 'Adaptive Delivery', email: 'portal@example.invalid' };
export const ROOT_TAGS = 'ledger-root/';

/** The tag of a root; padded, so that names sort as numbers do. */
export const tagOf = (number: number) =>
  `${ROOT_TAGS}${String(number).padStart(8, '0')}`;

/**
 * Annotated tags `ledger-root/00000001`, … each on a commit of its own that
 * holds the envelope as `root.json`; pushed to a remote, if one is set, that
 * should refuse to change or delete tags.
 */
export class GitAnchor implements Anchor {
  readonly name: string;
  private isMade = false;

  constructor(private readonly settings: GitAnchorSettings) {
    const { folder, push } = settings;
    this.name = `the Git repository ${push?.url ?? folder}`;
  }

  async keep(root: AnchoredRoot): Promise<void> {
    await this.make();
    const content = `${JSON.stringify(root.envelope)}\n`;
    const known = await this.read(root.number);
    if (known === null) await this.tag(root, content);
    else if (known !== content) {
      throw new Error(`${tagOf(root.number)} holds another root`);
    }
    await this.push(root.number);
  }

  private get repository() {
    return { fs, gitdir: this.settings.folder };
  }

  private async make(): Promise<void> {
    if (this.isMade) return;
    await git.init({
      ...this.repository,
      dir: this.settings.folder,
      bare: true,
    });
    this.isMade = true;
  }

  private async read(number: number): Promise<string | null> {
    try {
      const oid = await git.resolveRef({
        ...this.repository,
        ref: `refs/tags/${tagOf(number)}`,
      });
      const { blob } = await git.readBlob({
        ...this.repository,
        oid,
        filepath: 'root.json',
      });
      return new TextDecoder().decode(blob);
    } catch (error) {
      if ((error as Error).name === 'NotFoundError') return null;
      throw error;
    }
  }

  private async tag(root: AnchoredRoot, content: string): Promise<void> {
    const { repository } = this;
    const timestamp = Math.floor(Date.parse(root.at) / 1000);
    const author = { ...AUTHOR, timestamp, timezoneOffset: 0 };
    const message = `Signed root ${root.number} of the ledgers\n`;
    const oid = await git.writeBlob({
      ...repository,
      blob: new TextEncoder().encode(content),
    });
    const tree = await git.writeTree({
      ...repository,
      tree: [{ mode: '100644', path: 'root.json', oid, type: 'blob' }],
    });
    const object = await git.writeCommit({
      ...repository,
      commit: { tree, parent: [], author, committer: author, message },
    });
    await git.annotatedTag({
      ...repository,
      ref: tagOf(root.number),
      object,
      message,
      tagger: author,
    });
  }

  private async push(number: number): Promise<void> {
    const { push } = this.settings;
    if (!push) return;
    const ref = `refs/tags/${tagOf(number)}`;
    const signal = AbortSignal.timeout(push.timeoutSeconds * 1000);
    const result = await git.push({
      ...this.repository,
      http: createGitHttp(push, signal),
      url: push.url,
      ref,
      remoteRef: ref,
    });
    if (!result.ok) {
      throw new Error(`${push.url} did not take ${ref}: ${result.error}`);
    }
  }
}
