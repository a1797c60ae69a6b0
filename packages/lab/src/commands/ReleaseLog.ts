import { sha256, text } from '@adaptive-delivery/plugin-release-common';
import { z } from 'zod';
import { JsonFile } from '../files/JsonFile';

const pushedArtifact = z.strictObject({
  component: text(200),
  version: text(100),
  file: text(1000),
  sha256,
  sizeBytes: z.int().min(1),
});
export type PushedArtifact = z.infer<typeof pushedArtifact>;

const releases = z.strictObject({
  /** Number of the last run, as a build server counts them. */
  lastRun: z.int().min(0),
  /** The last bad artifact of each component, for `--again`. */
  lastBad: z.record(z.string(), pushedArtifact),
});

const FIRST_RUN = 600;

/** What the release commands remember: `<lab data folder>/releases.json`. */
export class ReleaseLog {
  private constructor(
    private readonly file: JsonFile<z.infer<typeof releases>>,
    private state: z.infer<typeof releases>,
  ) {}

  static async open(filePath: string): Promise<ReleaseLog> {
    const file = new JsonFile(filePath, releases);
    const state = (await file.read()) ?? { lastRun: FIRST_RUN, lastBad: {} };
    return new ReleaseLog(file, state);
  }

  lastBad(component: string): PushedArtifact | undefined {
    return this.state.lastBad[component];
  }

  async nextRun(): Promise<number> {
    await this.save({ ...this.state, lastRun: this.state.lastRun + 1 });
    return this.state.lastRun;
  }

  async rememberBad(artifact: PushedArtifact): Promise<void> {
    await this.save({
      ...this.state,
      lastBad: { ...this.state.lastBad, [artifact.component]: artifact },
    });
  }

  private async save(next: z.infer<typeof releases>) {
    await this.file.write(next);
    this.state = next;
  }
}
