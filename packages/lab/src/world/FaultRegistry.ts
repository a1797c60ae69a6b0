import { sha256, text } from '@adaptive-delivery/plugin-release-common';
import { Release } from '@adaptive-delivery/plugin-release-node';
import { z } from 'zod';
import {
  FaultProfile,
  faultProfile,
  mergeFaults,
  Track,
  track,
} from '../targets/faults';
import { JsonFile } from '../files/JsonFile';

/** Body of `PUT /v1/artifacts/{sha256}`: what the lab shall make of a release. */
export const artifactRegistration = z.strictObject({
  version: text(100),
  component: text(200),
  faults: faultProfile,
});
export type ArtifactRegistration = z.infer<typeof artifactRegistration>;

/** Body of `POST /v1/faults`. */
export const faultRequest = z.strictObject({
  target: text(100),
  track,
  ...faultProfile.shape,
});
export type FaultRequest = z.infer<typeof faultRequest>;

/** A fault that a person switched on, from and until system times in ms. */
const manualFault = z.strictObject({
  target: text(100),
  track,
  faults: faultProfile,
  from: z.number(),
  to: z.number().nullable(),
});
export type ManualFault = z.infer<typeof manualFault>;

const stored = z.strictObject({
  artifacts: z.record(sha256, artifactRegistration),
  manual: z.array(manualFault),
});
type Stored = z.infer<typeof stored>;

const KEPT_MANUAL_FAULTS = 1_000;

/** Which releases are bad, and what is broken by hand right now; kept on disk. */
export class FaultRegistry {
  private constructor(
    private readonly file: JsonFile<Stored>,
    private state: Stored,
  ) {}

  static async open(filePath: string): Promise<FaultRegistry> {
    const file = new JsonFile(filePath, stored);
    const state = (await file.read()) ?? { artifacts: {}, manual: [] };
    return new FaultRegistry(file, state);
  }

  artifact(digest: string): ArtifactRegistration | undefined {
    return this.state.artifacts[digest];
  }

  async register(digest: string, artifact: ArtifactRegistration) {
    await this.save({
      ...this.state,
      artifacts: { ...this.state.artifacts, [digest]: artifact },
    });
  }

  /** Faults that are switched on now. */
  active(): ManualFault[] {
    return this.state.manual.filter(fault => fault.to === null);
  }

  /** Switches a fault on; it takes the place of an earlier one there. */
  async switchOn(request: FaultRequest, now: number): Promise<ManualFault> {
    const { target, track: where, ...faults } = request;
    const fault = { target, track: where, faults, from: now, to: null };
    const others = this.ended(
      f => f.target === target && f.track === where,
      now,
    );
    await this.save({
      ...this.state,
      manual: [...others, fault].slice(-KEPT_MANUAL_FAULTS),
    });
    return fault;
  }

  /** Switches faults off: all, those of a target, or those of one track. */
  async switchOff(
    where: { target?: string; track?: Track },
    now: number,
  ): Promise<void> {
    await this.save({
      ...this.state,
      manual: this.ended(
        fault =>
          (where.target ?? fault.target) === fault.target &&
          (where.track ?? fault.track) === fault.track,
        now,
      ),
    });
  }

  /** What is wrong with a release on a track at a time (ms since 1970). */
  at(
    target: string,
    where: Track,
    release: Release,
    time: number,
  ): FaultProfile {
    const own = release.sha256.map(d => this.artifact(d)?.faults ?? {});
    const byHand = this.state.manual
      .filter(
        fault =>
          fault.target === target &&
          fault.track === where &&
          fault.from <= time &&
          (fault.to === null || time < fault.to),
      )
      .map(fault => fault.faults);
    return mergeFaults(...own, ...byHand);
  }

  private ended(matching: (fault: ManualFault) => boolean, now: number) {
    return this.state.manual.map(fault =>
      fault.to === null && matching(fault) ? { ...fault, to: now } : fault,
    );
  }

  private async save(next: Stored) {
    this.state = next;
    await this.file.write(next);
  }
}
