import {
  Places,
  Policy,
  analysisProfileAnnotation,
  operatingSystem,
  profileOf,
} from '@adaptive-delivery/plugin-release-common';
import { InputError } from '@backstage/errors';

/**
 * Whether the policy holds every analysis profile that a component names.
 *
 * @throws InputError naming the annotations at fault.
 */
export function checkProfiles(
  policy: Policy,
  component: string,
  places: Places,
): void {
  for (const os of operatingSystem.options) {
    const place = places[os];
    if (!place) continue;
    try {
      profileOf(policy, place.profileName);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'UnknownProfileError') {
        throw error;
      }
      throw new InputError(
        `${component}: annotation ${analysisProfileAnnotation()} (or ${analysisProfileAnnotation(
          os,
        )} for ${os} alone): ${error.message}`,
      );
    }
  }
}
