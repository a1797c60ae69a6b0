import { spawn } from 'node:child_process';

/** Why a git command did not do what it was asked. */
export class GitError extends Error {
  readonly name = 'GitError';

  constructor(
    readonly reason: 'failed' | 'timeout' | 'tooMuchOutput' | 'notInstalled',
    message: string,
  ) {
    super(message);
  }
}

export type GitOptions = {
  cwd: string;
  env?: Readonly<Record<string, string | undefined>>;
  /** Of one command. */
  timeoutMs: number;
};

type StreamOptions = { input?: string; onChunk: (chunk: Buffer) => void };

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const MAX_ERROR_BYTES = 8 * 1024;

/**
 * Settings of the user or the repository that would change the output, or run
 * a program of the repository's choice.
 */
const FIXED_SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'log.showSignature=false',
  'i18n.logOutputEncoding=UTF-8',
].flatMap(setting => ['-c', setting]);

/**
 * Runs git without a shell, with arguments as an array, within a time and a
 * size.
 */
export class Git {
  /** How many commands ran; the work of an emit must not grow it by file. */
  commands = 0;

  constructor(private readonly options: GitOptions) {}

  /** @throws GitError */
  async run(args: readonly string[], input?: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    await this.stream(args, {
      input,
      onChunk: chunk => {
        size += chunk.length;
        if (size > MAX_OUTPUT_BYTES) {
          throw new GitError(
            'tooMuchOutput',
            `git ${args[0]} printed more than ${MAX_OUTPUT_BYTES} bytes`,
          );
        }
        chunks.push(chunk);
      },
    });
    return Buffer.concat(chunks);
  }

  /** Standard output as one line of text. */
  async line(args: readonly string[], input?: string): Promise<string> {
    return (await this.run(args, input)).toString('utf8').replace(/\n$/, '');
  }

  /** The line, or undefined when the command fails (and only then). */
  async tryLine(args: readonly string[]): Promise<string | undefined> {
    try {
      return await this.line(args);
    } catch (error) {
      if (error instanceof GitError && error.reason === 'failed') {
        return undefined;
      }
      throw error;
    }
  }

  /** @throws GitError, and whatever `onChunk` throws */
  stream(args: readonly string[], options: StreamOptions): Promise<void> {
    this.commands += 1;
    const { cwd, env = process.env, timeoutMs } = this.options;
    return new Promise((done, reject) => {
      const child = spawn('git', [...FIXED_SETTINGS, ...args], {
        cwd,
        env: {
          ...env,
          LC_ALL: 'C',
          GIT_TERMINAL_PROMPT: '0',
          GIT_OPTIONAL_LOCKS: '0',
        },
        shell: false,
        windowsHide: true,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let isStopped = false;
      const stop = (error: Error) => {
        if (isStopped) return;
        isStopped = true;
        child.kill('SIGKILL');
        // a child of git's own may hold the pipes open for longer
        child.stdout.destroy();
        child.stderr.destroy();
        reject(error);
      };
      AbortSignal.timeout(timeoutMs).addEventListener('abort', () =>
        stop(
          new GitError(
            'timeout',
            `git ${args[0]} took longer than ${timeoutMs / 1000} s`,
          ),
        ),
      );
      let complaint = '';
      child.stderr.on('data', (chunk: Buffer) => {
        if (complaint.length < MAX_ERROR_BYTES) complaint += chunk.toString();
      });
      child.stdout.on('data', (chunk: Buffer) => {
        if (isStopped) return;
        try {
          options.onChunk(chunk);
        } catch (error) {
          stop(error instanceof Error ? error : new Error(String(error)));
        }
      });
      // git may end without having read everything; its exit code tells
      child.stdin.on('error', () => undefined);
      child.stdin.end(options.input ?? '');
      child.on('error', (error: NodeJS.ErrnoException) => {
        stop(
          error.code === 'ENOENT'
            ? new GitError(
                'notInstalled',
                `git cannot be started in ${cwd}: is git installed, and is that a folder?`,
              )
            : error,
        );
      });
      child.on('close', code => {
        if (isStopped) return;
        if (code === 0) {
          done();
        } else {
          stop(
            new GitError(
              'failed',
              `git ${args[0]} failed: ${
                complaint.trim().slice(0, 1000) || `exit code ${code}`
              }`,
            ),
          );
        }
      });
    });
  }
}
