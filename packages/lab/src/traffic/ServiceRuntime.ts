import { Release } from '@adaptive-delivery/plugin-release-node';
import { SeriesStore } from '../prometheus/SeriesStore';
import { FaultProfile, Track } from '../targets/faults';
import { TargetRuntime } from '../targets/LabTarget';
import { TargetState } from '../targets/targetState';
import { LoadGenerator } from './LoadGenerator';
import { Scraper } from './Scraper';
import { ServiceProcess } from './ServiceProcess';
import { Backend, WeightedRouter } from './WeightedRouter';

type Running = {
  release: Release;
  process: ServiceProcess;
  scraper: Scraper;
};

type Deployment = Pick<TargetState, 'stable' | 'candidate' | 'percent'>;

export type ServiceRuntimeOptions = {
  component: string;
  store: SeriesStore;
  requestsPerSecond: number;
  scrapeIntervalMs: number;
  faults: (track: Track, release: Release) => FaultProfile;
  log: (words: string) => void;
};

const RESTART_MS = 1_000;

function idOf(release: Release) {
  return `${release.version}@${(release.sha256[0] ?? '').slice(0, 12)}`;
}

function roles(deployment: Deployment) {
  const { stable, candidate, percent } = deployment;
  const baseline = {
    track: 'baseline' as Track,
    release: stable,
    weight: 100 - percent,
  };
  return candidate
    ? [
        baseline,
        { track: 'candidate' as Track, release: candidate, weight: percent },
      ]
    : [baseline];
}

/**
 * The payments service for real: a process per version, a router in front,
 * customers, and a scraper for each process.
 */
export class ServiceRuntime implements TargetRuntime {
  private readonly running = new Map<string, Running>();
  private readonly retiring = new Set<Promise<void>>();
  private readonly router = new WeightedRouter();
  private readonly load: LoadGenerator;
  private current: Deployment | undefined;
  private closed = false;

  constructor(private readonly options: ServiceRuntimeOptions) {
    this.load = new LoadGenerator({
      port: () => this.router.port,
      requestsPerSecond: options.requestsPerSecond,
    });
  }

  async open(): Promise<void> {
    await this.router.listen();
  }

  async prepare(deployment: Deployment): Promise<void> {
    for (const { track, release } of roles(deployment)) {
      const id = idOf(release);
      if (this.running.get(id)?.process.running) continue;
      this.running.set(id, await this.startProcess(track, release));
    }
  }

  commit(deployment: Deployment): void {
    this.current = deployment;
    const wanted = roles(deployment);
    const backends: Backend[] = [];
    for (const { track, release, weight } of wanted) {
      const id = idOf(release);
      const part = this.running.get(id);
      if (!part) throw new Error(`${id} was not prepared`);
      part.scraper.setTrack(track);
      part.process.setFaults(this.options.faults(track, release));
      backends.push({ id, port: part.process.port, weight });
    }
    this.router.setBackends(backends);
    this.load.start();
    for (const id of [...this.running.keys()]) {
      if (!backends.some(backend => backend.id === id)) this.retire(id);
    }
  }

  /** Stops customers and processes until the next `commit`. */
  async suspend(): Promise<void> {
    this.current = undefined;
    this.load.stop();
    this.router.setBackends([]);
    for (const id of [...this.running.keys()]) this.retire(id);
    await Promise.all(this.retiring);
  }

  /** Passes on that the faults may have changed. */
  refreshFaults(): void {
    if (!this.current) return;
    for (const { track, release } of roles(this.current)) {
      this.running
        .get(idOf(release))
        ?.process.setFaults(this.options.faults(track, release));
    }
  }

  status() {
    return {
      routerPort: this.router.port,
      load: this.load.seen,
      routed: this.router.counts(),
      processes: [...this.running].map(([id, part]) => ({
        id,
        pid: part.process.pid ?? null,
        port: part.process.port,
        scrape: part.scraper.lastError ?? 'ok',
      })),
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    this.load.close();
    for (const part of this.running.values()) {
      part.scraper.stop();
      part.process.kill();
    }
    this.running.clear();
    await Promise.all(this.retiring);
    await this.router.close();
  }

  private async startProcess(track: Track, release: Release): Promise<Running> {
    const { component, store, scrapeIntervalMs, faults, log } = this.options;
    const process = await ServiceProcess.start({
      component,
      version: release.version,
      faults: faults(track, release),
    });
    const scraper = new Scraper({
      port: process.port,
      component,
      version: release.version,
      store,
      intervalMs: scrapeIntervalMs,
    });
    scraper.start();
    process.onCrash(() => {
      log(`${component} ${release.version} ended by itself and is restarted`);
      scraper.stop();
      this.scheduleRecovery();
    });
    return { release, process, scraper };
  }

  private retire(id: string) {
    const part = this.running.get(id);
    if (!part) return;
    this.running.delete(id);
    part.scraper.stop();
    const stopped = part.process.stop();
    this.retiring.add(stopped);
    void stopped.then(() => this.retiring.delete(stopped));
  }

  private scheduleRecovery() {
    setTimeout(() => void this.recover(), RESTART_MS);
  }

  private async recover() {
    const deployment = this.current;
    if (!deployment || this.closed) return;
    try {
      await this.prepare(deployment);
      if (this.current === deployment && !this.closed) this.commit(deployment);
    } catch (error) {
      this.options.log(
        `the service could not be restarted and will be tried again: ${error}`,
      );
      this.scheduleRecovery();
    }
  }
}
