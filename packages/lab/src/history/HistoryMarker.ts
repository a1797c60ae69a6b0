import { utcTime } from '@adaptive-delivery/plugin-release-common';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { JsonFile } from '../files/JsonFile';

/**
 * `<data folder>/history.json`. `making` on disk at a start means that the
 * past was cut short; then the data folders of lab and portal must go.
 */
const marker = z.strictObject({
  state: z.enum(['making', 'made']),
  at: utcTime,
});

export class HistoryMarker {
  private readonly file: JsonFile<z.infer<typeof marker>>;
  private readonly filePath: string;

  constructor(dataFolder: string) {
    this.filePath = path.join(dataFolder, 'history.json');
    this.file = new JsonFile(this.filePath, marker);
  }

  /**
   * Whether the past was made by an earlier start. Read at once, because the
   * domain clock must know where to begin before anything asks for the time.
   *
   * @throws Error when it was cut short, saying what to do.
   */
  wasMade(): boolean {
    let content: string;
    try {
      content = readFileSync(this.filePath, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    if (marker.parse(JSON.parse(content)).state === 'made') return true;
    throw new Error(
      `An earlier start was ended while the lab made its past (${this.filePath} says "making"). ` +
        "Delete the lab's and the portal's data folders and start again; npm start does it by itself.",
    );
  }

  async write(state: 'making' | 'made'): Promise<void> {
    await this.file.write({ state, at: new Date().toISOString() });
  }
}
