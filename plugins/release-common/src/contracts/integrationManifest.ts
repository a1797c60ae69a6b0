import { z } from 'zod';
import {
  artifactName,
  entityRef,
  identifier,
  operatingSystem,
  schemaVersion,
  sha256,
  text,
  utcTime,
} from './primitives';

/** Several builds that were tested together and are released as one. */
export const integrationManifest = z.strictObject({
  schemaVersion,
  manifestId: identifier,
  name: text(100),
  createdAt: utcTime,
  smokePassed: z.boolean(),
  parts: z
    .array(
      z.strictObject({
        component: entityRef,
        buildId: identifier,
        artifacts: z
          .array(
            z.strictObject({ name: artifactName, os: operatingSystem, sha256 }),
          )
          .min(1),
      }),
    )
    .min(1)
    .max(100),
});
export type IntegrationManifest = z.infer<typeof integrationManifest>;
