import { z } from 'zod';
import { analysisProfile } from '../../contracts';
import { identifier } from '../../contracts/primitives';

const { name, stepSeconds, warmUpSeconds, ...rest } = analysisProfile.shape;

/** How series are asked for, in every profile that does not say otherwise. */
export const samplingSection = z.strictObject({ stepSeconds, warmUpSeconds });

/** Analysis profiles by name. */
export const profilesSection = z.record(
  identifier,
  z.strictObject({
    ...rest,
    stepSeconds: stepSeconds.optional(),
    warmUpSeconds: warmUpSeconds.optional(),
  }),
);
