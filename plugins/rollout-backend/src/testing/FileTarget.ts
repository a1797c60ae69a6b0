import { DesiredState, Fence } from '@adaptive-delivery/plugin-release-node';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { MemoryTarget, TargetState } from './MemoryTarget';

/** A target outside of the process: what it has done survives any crash. */
export class FileTarget extends MemoryTarget {
  constructor(
    private readonly file: string,
    private readonly taken: (key: string) => void = () => {},
  ) {
    super(
      existsSync(file)
        ? (JSON.parse(readFileSync(file, 'utf8')) as TargetState)
        : undefined,
    );
  }

  protected take(desired: DesiredState, fence: Fence) {
    super.take(desired, fence);
    writeFileSync(`${this.file}.new`, JSON.stringify(this.state));
    renameSync(`${this.file}.new`, this.file);
    this.taken(fence.key);
  }
}
