import { utcTime } from '@adaptive-delivery/plugin-release-common';
import {
  Release,
  TargetObservation,
} from '@adaptive-delivery/plugin-release-node';
import { NotFoundError } from '@backstage/errors';
import path from 'node:path';
import { z } from 'zod';
import {
  kioskFleetModel,
  paymentsModel,
  printerDriverModel,
  SeriesModel,
} from '../model/models';
import { ModelSource } from '../model/ModelSource';
import { Selector } from '../prometheus/parseSelector';
import { SeriesSource } from '../prometheus/SeriesSource';
import { SeriesStore } from '../prometheus/SeriesStore';
import { TargetSpec, targetSpecs } from '../targets/catalog';
import { FaultProfile, Track } from '../targets/faults';
import { LabTarget } from '../targets/LabTarget';
import { ApplyRequest } from '../targets/targetState';
import { ServiceRuntime } from '../traffic/ServiceRuntime';
import {
  ArtifactRegistration,
  FaultRegistry,
  FaultRequest,
  ManualFault,
} from './FaultRegistry';
import { JsonFile } from '../files/JsonFile';

/**
 * `history`: the portal makes its past in fast time; nothing real runs and all
 * series come from models. `live`: the Linux service runs for real.
 */
export const worldMode = z.enum(['history', 'live']);
export type WorldMode = z.infer<typeof worldMode>;

const storedMode = z.strictObject({
  mode: worldMode,
  /** From when on the series of the Linux service are measured. */
  liveSince: utcTime.nullable(),
});

export type WorldOptions = {
  /** Folder for everything that is kept. */
  folder: string;
  requestsPerSecond: number;
  scrapeIntervalMs: number;
  seed: number;
  log: (words: string) => void;
  /** Mode of a world that is opened for the first time; live when left out. */
  startIn?: WorldMode;
};

const models: Record<string, SeriesModel> = {
  'payments-service': paymentsModel,
  'kiosk-fleet': kioskFleetModel,
  'printer-driver': printerDriverModel,
};

/** The small world to release into. */
export class World implements SeriesSource {
  private readonly sources: SeriesSource[];

  private constructor(
    private readonly parts: {
      targets: ReadonlyMap<string, LabTarget>;
      runtimes: ReadonlyMap<string, ServiceRuntime>;
      faults: FaultRegistry;
      store: SeriesStore;
      modeFile: JsonFile<z.infer<typeof storedMode>>;
      log: (words: string) => void;
    },
    private modeState: z.infer<typeof storedMode>,
    seed: number,
  ) {
    const modelled = [...parts.targets.values()].map(
      ({ spec, timeline }) =>
        new ModelSource({
          target: spec.name,
          component: spec.component,
          model: models[spec.name],
          timeline,
          seed,
          faults: (track, release, time) =>
            parts.faults.at(spec.name, track, release, time),
          until: () => this.modelledUntil(spec),
        }),
    );
    this.sources = [parts.store, ...modelled];
  }

  static async open(options: WorldOptions): Promise<World> {
    const { folder, log } = options;
    const store = new SeriesStore();
    const faults = await FaultRegistry.open(path.join(folder, 'faults.json'));
    const targets = new Map<string, LabTarget>();
    const runtimes = new Map<string, ServiceRuntime>();
    for (const spec of targetSpecs) {
      const logPath = path.join(folder, 'targets', spec.name, 'applies.jsonl');
      targets.set(spec.name, await LabTarget.open(spec, logPath));
      if (spec.simulated) continue;
      const runtime = new ServiceRuntime({
        component: spec.component,
        store,
        requestsPerSecond: options.requestsPerSecond,
        scrapeIntervalMs: options.scrapeIntervalMs,
        faults: (track, release) =>
          faults.at(spec.name, track, release, Date.now()),
        log,
      });
      await runtime.open();
      runtimes.set(spec.name, runtime);
    }
    const modeFile = new JsonFile(path.join(folder, 'mode.json'), storedMode);
    const mode = (await modeFile.read()) ?? {
      mode: options.startIn ?? 'live',
      liveSince: null,
    };
    const world = new World(
      { targets, runtimes, faults, store, modeFile, log },
      mode,
      options.seed,
    );
    try {
      if (mode.mode === 'live') await world.goLive();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  get mode(): WorldMode {
    return this.modeState.mode;
  }

  async setMode(mode: WorldMode): Promise<void> {
    if (mode === 'live') {
      await this.goLive();
      return;
    }
    await this.saveMode({ mode: 'history', liveSince: null });
    for (const runtime of this.parts.runtimes.values()) await runtime.suspend();
  }

  /** @throws NotFoundError naming the targets there are. */
  target(name: string): LabTarget {
    const target = this.parts.targets.get(name);
    if (target) return target;
    const known = [...this.parts.targets.keys()].join(', ');
    throw new NotFoundError(`The lab has no target ${name}; it has ${known}`);
  }

  async apply(name: string, request: ApplyRequest): Promise<TargetObservation> {
    const target = this.target(name);
    const runtime =
      this.mode === 'live' ? this.parts.runtimes.get(name) : undefined;
    return target.apply(request, runtime);
  }

  artifact(digest: string): ArtifactRegistration {
    const artifact = this.parts.faults.artifact(digest);
    if (artifact) return artifact;
    throw new NotFoundError(`No artifact ${digest} is registered`);
  }

  async registerArtifact(digest: string, artifact: ArtifactRegistration) {
    await this.parts.faults.register(digest, artifact);
    this.refreshFaults();
  }

  activeFaults(): ManualFault[] {
    return this.parts.faults.active();
  }

  async switchFaultOn(request: FaultRequest): Promise<ManualFault> {
    this.target(request.target);
    const fault = await this.parts.faults.switchOn(request, Date.now());
    this.refreshFaults();
    return fault;
  }

  async switchFaultsOff(where: { target?: string; track?: Track }) {
    await this.parts.faults.switchOff(where, Date.now());
    this.refreshFaults();
  }

  faultsOf(name: string, track: Track, release: Release): FaultProfile {
    return this.parts.faults.at(name, track, release, Date.now());
  }

  select(selector: Selector, start: number, end: number) {
    // One series may be modelled in the past and measured now.
    const found = this.sources.flatMap(s => s.select(selector, start, end));
    const merged = new Map<string, (typeof found)[number]>();
    for (const series of found) {
      const key = JSON.stringify(Object.entries(series.labels).sort());
      const known = merged.get(key);
      merged.set(
        key,
        known
          ? {
              labels: series.labels,
              at: time => known.at(time) ?? series.at(time),
            }
          : series,
      );
    }
    return [...merged.values()];
  }

  status() {
    return {
      ...this.modeState,
      faults: this.activeFaults(),
      targets: [...this.parts.targets.values()].map(target => ({
        name: target.spec.name,
        component: target.spec.component,
        capabilities: target.capabilities(),
        observation: target.observe(),
        runtime: this.parts.runtimes.get(target.spec.name)?.status() ?? null,
      })),
    };
  }

  async close(): Promise<void> {
    for (const runtime of this.parts.runtimes.values()) await runtime.close();
    for (const target of this.parts.targets.values()) await target.close();
  }

  private async goLive() {
    if (this.mode !== 'live' || this.modeState.liveSince === null) {
      await this.saveMode({
        mode: 'live',
        liveSince: new Date().toISOString(),
      });
    }
    for (const [name, runtime] of this.parts.runtimes) {
      const { current } = this.target(name);
      await runtime.prepare(current);
      runtime.commit(current);
    }
  }

  private async saveMode(next: z.infer<typeof storedMode>) {
    await this.parts.modeFile.write(next);
    this.modeState = next;
  }

  private modelledUntil(spec: TargetSpec): number {
    const { liveSince } = this.modeState;
    if (spec.simulated || !liveSince) return Date.now() + 1;
    return Date.parse(liveSince);
  }

  private refreshFaults() {
    for (const runtime of this.parts.runtimes.values()) runtime.refreshFaults();
  }
}
