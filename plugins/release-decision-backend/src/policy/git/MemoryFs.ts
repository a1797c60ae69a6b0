import { posix } from 'node:path';

type Stats = {
  type: 'file' | 'dir';
  mode: number;
  size: number;
  ino: number;
  mtimeMs: number;
  ctimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
};

function failure(code: string, path: string) {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

function statsOf(content: Buffer | null): Stats {
  const isFile = content !== null;
  return {
    type: isFile ? 'file' : 'dir',
    mode: isFile ? 0o100644 : 0o040000,
    size: content?.byteLength ?? 0,
    ino: 0,
    mtimeMs: 0,
    ctimeMs: 0,
    isFile: () => isFile,
    isDirectory: () => !isFile,
    isSymbolicLink: () => false,
  };
}

/**
 * The part of a file system that isomorphic-git fetches into, in memory: what
 * a remote names, its refs included, cannot become a path on this machine.
 */
export class MemoryFs {
  private readonly files = new Map<string, Buffer>();
  private readonly folders = new Set<string>(['/']);

  /** @param onWrite may throw to refuse a file. */
  constructor(
    private readonly onWrite: (path: string, content: Buffer) => void,
  ) {}

  /** As isomorphic-git takes a file system. */
  readonly promises = {
    readFile: async (
      path: string,
      options?: string | { encoding?: string },
    ): Promise<Buffer | string> => {
      const content = this.files.get(this.absolute(path));
      if (!content) throw failure('ENOENT', path);
      const encoding =
        typeof options === 'string' ? options : options?.encoding;
      return encoding === 'utf8' ? content.toString('utf8') : content;
    },

    writeFile: async (path: string, data: string | Uint8Array) => {
      const at = this.absolute(path);
      if (!this.folders.has(posix.dirname(at))) throw failure('ENOENT', path);
      const content = Buffer.from(data as Uint8Array);
      this.onWrite(at, content);
      this.files.set(at, content);
    },

    mkdir: async (path: string) => {
      const at = this.absolute(path);
      if (this.folders.has(at)) throw failure('EEXIST', path);
      if (!this.folders.has(posix.dirname(at))) throw failure('ENOENT', path);
      this.folders.add(at);
    },

    readdir: async (path: string): Promise<string[]> => {
      const at = this.absolute(path);
      if (!this.folders.has(at)) throw failure('ENOENT', path);
      return [...this.files.keys(), ...this.folders]
        .filter(other => other !== '/' && posix.dirname(other) === at)
        .map(other => posix.basename(other));
    },

    stat: async (path: string): Promise<Stats> => this.stat(path),
    lstat: async (path: string): Promise<Stats> => this.stat(path),

    unlink: async (path: string) => {
      if (!this.files.delete(this.absolute(path))) {
        throw failure('ENOENT', path);
      }
    },

    rmdir: async (path: string) => {
      if (!this.folders.delete(this.absolute(path))) {
        throw failure('ENOENT', path);
      }
    },

    readlink: async (path: string): Promise<string> => {
      throw failure('EINVAL', path);
    },

    symlink: async (_target: string, path: string) => {
      throw failure('EPERM', path);
    },
  };

  private absolute(path: string) {
    return posix.resolve('/', path);
  }

  private stat(path: string): Stats {
    const at = this.absolute(path);
    const content = this.files.get(at);
    if (content) return statsOf(content);
    if (this.folders.has(at)) return statsOf(null);
    throw failure('ENOENT', path);
  }
}
