import { Agent, get } from 'node:http';
import { parseExposition } from '../prometheus/exposition';
import { SeriesStore } from '../prometheus/SeriesStore';
import { Track } from '../targets/faults';
import { readScrape, recordingRules, Scrape } from './recordingRules';

const TIMEOUT_MS = 900;
const KEPT_SCRAPES = 10;
const MAX_BYTES = 1024 * 1024;

function fetchText(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = get(
      {
        host: '127.0.0.1',
        port,
        path: '/metrics',
        agent,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      res => {
        const chunks: Buffer[] = [];
        let size = 0;
        res.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BYTES)
            call.destroy(new Error('the answer is too large'));
          chunks.push(chunk);
        });
        res.on('error', reject);
        res.on('end', () => {
          if (res.statusCode === 200) {
            resolve(Buffer.concat(chunks).toString('utf8'));
          } else {
            reject(new Error(`/metrics answered ${res.statusCode}`));
          }
        });
      },
    );
    call.on('error', reject);
  });
}

/**
 * Reads `/metrics` of one service process again and again and records the
 * recording-rule series of its track. A scrape that fails ends the series, as
 * it does in Prometheus: no data is never the last data again.
 */
export class Scraper {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private scrapes: Scrape[] = [];
  private timer: NodeJS.Timeout | undefined;
  private busy = false;
  private track: Track | undefined;
  /** Why the last scrape gave nothing; undefined when it gave something. */
  lastError: string | undefined;

  constructor(
    private readonly options: {
      port: number;
      component: string;
      version: string;
      store: SeriesStore;
      intervalMs: number;
    },
  ) {}

  /** The role the process has from now on. */
  setTrack(track: Track): void {
    if (track === this.track) return;
    this.endSeries();
    this.track = track;
  }

  start(): void {
    void this.scrape();
    this.timer = setInterval(() => void this.scrape(), this.options.intervalMs);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.agent.destroy();
    this.endSeries();
    this.track = undefined;
  }

  private endSeries() {
    if (!this.track) return;
    const { store, component, version } = this.options;
    store.markStale({ component, version, track: this.track }, Date.now());
  }

  private async scrape() {
    if (this.busy) return;
    this.busy = true;
    try {
      const text = await fetchText(this.options.port, this.agent);
      this.record(readScrape(parseExposition(text), Date.now()));
      this.lastError = undefined;
    } catch (error) {
      this.lastError = error instanceof Error ? error.message : String(error);
      this.endSeries();
    } finally {
      this.busy = false;
    }
  }

  private record(scrape: Scrape) {
    this.scrapes = [...this.scrapes, scrape].slice(-KEPT_SCRAPES);
    if (!this.track) return;
    const { store, component, version } = this.options;
    for (const [name, value] of Object.entries(recordingRules(this.scrapes))) {
      store.record(
        { __name__: name, component, track: this.track, version },
        scrape.time,
        value,
      );
    }
  }
}
