import { formatExposition, MetricFamily } from '../prometheus/exposition';
import { World } from './World';

function family(
  name: string,
  help: string,
  type: 'counter' | 'gauge',
  samples: Array<{ labels: Record<string, string>; value: number }>,
): MetricFamily {
  return {
    name,
    help,
    type,
    samples: samples.map(sample => ({ name, ...sample })),
  };
}

/** What the world itself tells of its traffic, as text exposition. */
export function worldMetrics(world: World): string {
  const { targets } = world.status();
  return formatExposition([
    family(
      'lab_candidate_percent',
      'Share of the target that the candidate has.',
      'gauge',
      targets.map(({ name, observation }) => ({
        labels: { target: name },
        value: observation.percent,
      })),
    ),
    family(
      'lab_routed_requests_total',
      'Requests the router sent to each running version.',
      'counter',
      targets.flatMap(({ name, runtime }) =>
        Object.entries(runtime?.routed ?? {}).map(([release, value]) => ({
          labels: { target: name, release },
          value,
        })),
      ),
    ),
    family(
      'lab_load_requests_total',
      'Requests of the load generator by what came of them.',
      'counter',
      targets.flatMap(({ name, runtime }) =>
        Object.entries(runtime?.load ?? {}).map(([result, value]) => ({
          labels: { target: name, result },
          value,
        })),
      ),
    ),
  ]);
}
