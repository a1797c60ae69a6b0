import {
  PolicyOutcomes,
  wilsonInterval,
} from '@adaptive-delivery/plugin-release-common';

const Z95 = 1.959964;

type Band = PolicyOutcomes['bands'][number];

/** The share of finished releases that were rolled back, and how sure it is. */
export type RollbackShare = {
  finished: number;
  share: number;
  /** Wilson's interval at 95 %. */
  interval: { low: number; high: number };
};

/** Null while nothing of the band is finished: no data is not a good record. */
export function rollbackShare(band: Band): RollbackShare | null {
  const finished = band.promoted + band.rolledBack;
  return finished === 0
    ? null
    : {
        finished,
        share: band.rolledBack / finished,
        interval: wilsonInterval(band.rolledBack, finished, Z95),
      };
}
