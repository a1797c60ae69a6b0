import { FaultProfile } from '../targets/faults';
import { Random, seededRandom } from './random';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

export type ModelInput = {
  /** Share of the target that this arm has, 0 to 1. */
  share: number;
  faults: FaultProfile;
  /** ms since 1970. */
  time: number;
  /** Length of the tick that the counts are drawn for. */
  seconds: number;
  /** Small steady difference of this version, about -1 to 1. */
  character: number;
  random: Random;
};

/** The recording-rule series of one arm during one tick, by name. */
export type SeriesModel = (input: ModelInput) => Record<string, number>;

/** -1 to 1 over a day, highest at 15:00 UTC. */
function dayWave(time: number) {
  return Math.cos(2 * Math.PI * (time / DAY_MS - 15 / 24));
}

/** Events and the part of them that fail, both in 1/s. */
function events(input: ModelInput, rate: number, failing: number) {
  const { random, seconds, share } = input;
  const total = random.poisson(rate * share * seconds);
  const failed = Math.min(
    total,
    random.poisson(total * Math.min(1, Math.max(0, failing))),
  );
  return { total, failed, perSecond: (n: number) => n / seconds };
}

/** A measured mean scatters less the more it is the mean of. */
function scatter(random: Random, relative: number, n: number) {
  return 1 + (relative * random.normal()) / Math.sqrt(Math.max(1, n));
}

/** The past of the payments service, in the size of what the real one shows. */
export const paymentsModel: SeriesModel = input => {
  const { faults, random, character } = input;
  const requests = events(input, 125, 0.001 + (faults.errorRate ?? 0));
  const answered = requests.total - requests.failed;
  const noOrders = Math.min(answered, random.poisson(answered * 0.08));
  const memory = 120 + character + (faults.memoryMiB ?? 0);
  const series: Record<string, number> = {
    'release_track:requests:rate': requests.perSecond(requests.total),
    'release_track:errors:rate': requests.perSecond(requests.failed),
    'release_track:memory_bytes:mean': MIB * (memory + random.normal()),
  };
  if (requests.total > 0) {
    series['release_track:orders:rate'] =
      (answered - noOrders) / requests.total;
    const p95 = 0.0485 + 0.0004 * character + (faults.latencyMs ?? 0) / 1000;
    series['release_track:latency_seconds:p95'] =
      p95 * scatter(random, 0.12, requests.total);
    series['release_track:cpu_cores:mean'] =
      0.037 * (1 + 0.01 * character) * scatter(random, 0.4, requests.total);
  }
  return series;
};

const DEVICES = 12_000;
const HEARTBEAT_SECONDS = 30;
/** Kiosks sleep between customers and boot when touched. */
const BOOT_EVERY_SECONDS = 600;

export const kioskFleetModel: SeriesModel = input => {
  const { faults, random, share, character, time } = input;
  const errorRate = faults.errorRate ?? 0;
  const devices = DEVICES * share;
  const heartbeats = events(
    input,
    DEVICES / HEARTBEAT_SECONDS,
    0.0004 + errorRate * 0.1,
  );
  const boots = events(input, DEVICES / BOOT_EVERY_SECONDS, 0.004 + errorRate);
  const series: Record<string, number> = {
    'release_track:heartbeats:rate': heartbeats.perSecond(heartbeats.total),
    'release_track:watchdog_resets:rate': heartbeats.perSecond(
      heartbeats.failed,
    ),
    'release_track:boots:rate': boots.perSecond(boots.total),
    'release_track:boot_failures:rate': boots.perSecond(boots.failed),
  };
  if (devices > 0) {
    const temperature = 46.5 + 3 * dayWave(time) + 0.15 * character;
    series['release_track:temperature_celsius:mean'] =
      temperature * scatter(random, 0.2, devices);
    series['release_track:memory_bytes:mean'] =
      MIB *
      (176 + 0.8 * character + (faults.memoryMiB ?? 0)) *
      scatter(random, 0.2, devices);
  }
  return series;
};

/** Prints and status queries of all hosts. */
const OPERATIONS_PER_SECOND = 900;

export const printerDriverModel: SeriesModel = input => {
  const { faults, random, character } = input;
  const errorRate = faults.errorRate ?? 0;
  const operations = events(input, OPERATIONS_PER_SECOND, 0.005 + errorRate);
  const bugchecks = random.poisson(
    operations.total * (0.000_002 + errorRate * 0.004),
  );
  const series: Record<string, number> = {
    'release_track:operations:rate': operations.perSecond(operations.total),
    'release_track:operation_errors:rate': operations.perSecond(
      operations.failed,
    ),
    'release_track:bugchecks:rate': operations.perSecond(bugchecks),
  };
  if (operations.total > 0) {
    const p95 = 0.212 + 0.002 * character + (faults.latencyMs ?? 0) / 1000;
    series['release_track:latency_seconds:p95'] =
      p95 * scatter(random, 0.25, operations.total);
    series['release_track:memory_bytes:mean'] =
      MIB *
      (41 + 0.2 * character + (faults.memoryMiB ?? 0)) *
      scatter(random, 0.08, operations.total);
  }
  return series;
};

/** Steady over the life of a version: -1 to 1. */
export function characterOf(target: string, version: string): number {
  return 2 * seededRandom(`${target}|${version}`).uniform() - 1;
}
