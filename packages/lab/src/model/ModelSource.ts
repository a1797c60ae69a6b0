import { Release } from '@adaptive-delivery/plugin-release-node';
import { matches, Selector } from '../prometheus/parseSelector';
import {
  Labels,
  ReadableSeries,
  SeriesSource,
} from '../prometheus/SeriesSource';
import { FaultProfile, Track } from '../targets/faults';
import { Segment, Timeline } from '../targets/timeline';
import { characterOf, SeriesModel } from './models';
import { seededRandom } from './random';

/** The model draws one sample per tick, as a scraper of this interval would. */
export const TICK_SECONDS = 2;
const TICK_MS = TICK_SECONDS * 1000;

export type ModelSourceOptions = {
  target: string;
  component: string;
  model: SeriesModel;
  timeline: Timeline;
  seed: number;
  faults: (track: Track, release: Release, time: number) => FaultProfile;
  /** Model samples exist before this time (ms since 1970). */
  until: () => number;
};

function releaseOn(segment: Segment, track: Track): Release | null {
  return track === 'candidate' ? segment.candidate : segment.stable;
}

/**
 * Series that a model generates from a target's deployments. They depend on
 * nothing but the seed, the deployments and the time, so asking again gives
 * the same answer.
 */
export class ModelSource implements SeriesSource {
  constructor(private readonly options: ModelSourceOptions) {}

  select(selector: Selector, start: number, end: number): ReadableSeries[] {
    const { component, timeline } = this.options;
    return (['candidate', 'baseline'] as const).flatMap(track => {
      const versions = new Set(
        timeline
          .between(start, end)
          .map(segment => releaseOn(segment, track)?.version)
          .filter(version => version !== undefined),
      );
      return [...versions]
        .map(version => ({
          __name__: selector.name,
          component,
          track,
          version,
        }))
        .filter(labels => matches(selector, labels))
        .map(labels => ({
          labels,
          at: (time: number) => this.value(labels, track, time),
        }));
    });
  }

  private value(labels: Labels, track: Track, time: number) {
    const { timeline, until, target, model, seed, faults } = this.options;
    const tick = Math.floor(time / TICK_MS) * TICK_MS;
    if (time >= until()) return undefined;
    const now = timeline.at(time);
    const release = releaseOn(now, track);
    const sampled = timeline.at(tick);
    // A series begins with the first tick at which its release was there.
    if (
      release?.version !== labels.version ||
      releaseOn(sampled, track)?.version !== labels.version
    ) {
      return undefined;
    }
    const profile = faults(track, release, tick);
    // A target that stops reporting is silent at once, not with the next tick.
    if (profile.noData || faults(track, release, time).noData) return undefined;
    const percent =
      track === 'candidate' ? sampled.percent : 100 - sampled.percent;
    return model({
      share: percent / 100,
      faults: profile,
      time: tick,
      seconds: TICK_SECONDS,
      character: characterOf(target, release.version),
      random: seededRandom(
        `${seed}|${target}|${track}|${release.version}|${tick}`,
      ),
    })[labels.__name__];
  }
}
