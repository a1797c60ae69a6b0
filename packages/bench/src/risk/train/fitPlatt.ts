import { portableSigmoid } from '@adaptive-delivery/plugin-release-common';
import { Calibration } from '../rankers';

/**
 * The sigmoid that turns scores into probabilities (Platt, "Probabilistic
 * outputs for support vector machines", 1999), with his smoothed targets, by
 * Newton's method as in Lin, Lin & Weng (Machine Learning 2007).
 */
export function fitPlatt(
  rows: ReadonlyArray<{ x: number; defective: boolean }>,
): Calibration {
  const positives = rows.filter(row => row.defective).length;
  const negatives = rows.length - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  let slope = 0;
  let intercept = Math.log((positives + 1) / (negatives + 1));
  for (let round = 0; round < 100; round += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12];
    for (const { x, defective } of rows) {
      const p = portableSigmoid(slope * x + intercept);
      const d = p - (defective ? high : low);
      const w = p * (1 - p);
      g0 += d;
      g1 += d * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    const stepSlope = (h00 * g1 - h01 * g0) / determinant;
    const stepIntercept = (h11 * g0 - h01 * g1) / determinant;
    slope -= stepSlope;
    intercept -= stepIntercept;
    if (Math.abs(stepSlope) + Math.abs(stepIntercept) < 1e-10) break;
  }
  const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
  return { slope: rounded(slope), intercept: rounded(intercept) };
}
