import { MetricPlot } from '@adaptive-delivery/plugin-release-common';
import { TimeAxis, slotTime } from './timeAxis';
import { PerArm, PlotSlot } from './types';

const MAX_POINTS = 240;

function thin(slots: PlotSlot[], width: number): Array<number | null> {
  const points: Array<number | null> = [];
  for (let i = 0; i < slots.length; i += width) {
    let part = 0;
    let whole = 0;
    for (const slot of slots.slice(i, i + width)) {
      part += slot?.part ?? 0;
      whole += slot?.whole ?? 0;
    }
    points.push(whole > 0 ? part / whole : null);
  }
  return points;
}

/** Both arms on one axis of at most 240 points; a bucket without samples stays null. */
export function plotOf(
  name: string,
  slots: PerArm<PlotSlot[]>,
  axis: TimeAxis,
): MetricPlot {
  const width = Math.ceil(axis.length / MAX_POINTS);
  const times: string[] = [];
  for (let i = 0; i < axis.length; i += width) {
    const last = Math.min(axis.length, i + width) - 1;
    times.push(new Date(slotTime(axis, last)).toISOString());
  }
  return {
    name,
    times,
    candidate: thin(slots.candidate, width),
    baseline: thin(slots.baseline, width),
  };
}
