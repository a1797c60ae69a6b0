import { parseWith } from '@adaptive-delivery/plugin-release-common';
import { FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { ApplyEntry, applyEntry } from './targetState';

/**
 * Append-only log of what was applied to a target: JSON lines, each on disk
 * before the write is answered. The target's state is what the log adds up to,
 * so there is nothing else that could disagree with it after a crash.
 */
export class ApplyLog {
  private constructor(
    private readonly file: FileHandle,
    /** What the log held when it was opened. */
    readonly recovered: readonly ApplyEntry[],
  ) {}

  /** @throws Error naming file and line when a line in the middle is damaged. */
  static async open(filePath: string): Promise<ApplyLog> {
    await mkdir(path.dirname(filePath), { recursive: true });
    const file = await open(filePath, 'a+');
    try {
      const content = await file.readFile('utf8');
      // A crash in the middle of an append leaves a last line without its end;
      // that write was never answered, so it never happened.
      const whole = content.slice(0, content.lastIndexOf('\n') + 1);
      if (whole.length < content.length) {
        await file.truncate(Buffer.byteLength(whole));
      }
      const entries = whole
        .split('\n')
        .slice(0, -1)
        .map((line, index) => {
          const where = `${filePath} line ${index + 1}`;
          try {
            return parseWith(applyEntry, where, JSON.parse(line));
          } catch (error) {
            throw new Error(
              `${where} cannot be read; move the file away to start this target afresh`,
              { cause: error },
            );
          }
        });
      return new ApplyLog(file, entries);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async append(entry: ApplyEntry): Promise<void> {
    await this.file.appendFile(`${JSON.stringify(entry)}\n`);
    await this.file.datasync();
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
