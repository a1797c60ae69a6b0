import { z } from 'zod';
import {
  entityRef,
  environmentName,
  operatingSystem,
  reference,
  schemaVersion,
  text,
} from './primitives';

/**
 * A path or glob inside the checkout: relative, with `/` between segments, and
 * never out of it.
 */
const checkoutPath = text(500).regex(
  /^(?!\/)(?![A-Za-z]:)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/,
  'must be a relative path with / between segments and without .. segments',
);

const checkoutPaths = z.array(checkoutPath).max(50);

/**
 * `release.yaml` of a repository: what `release emit` collects. The address of
 * the portal is not part of it, because a change of this file must never be
 * able to send the pipeline's token elsewhere.
 */
export const releaseSettings = z.strictObject({
  schemaVersion,
  component: entityRef,
  environment: environmentName.optional(),
  repo: z.strictObject({ url: reference }).optional(),
  artifacts: z
    .array(
      z.strictObject({
        path: checkoutPath,
        os: operatingSystem,
        arch: text(40),
      }),
    )
    .max(200)
    .optional(),
  junit: z
    .array(z.strictObject({ files: checkoutPath, os: operatingSystem }))
    .max(50)
    .optional(),
  coverage: z
    .strictObject({
      /** LCOV traces and Cobertura reports; together they are one coverage. */
      files: checkoutPaths,
      /** Those of the release that this one follows. */
      base: checkoutPaths.optional(),
    })
    .optional(),
  staticAnalysis: z
    .strictObject({
      /** SARIF 2.1.0 logs. */
      files: checkoutPaths,
      /** Those of the release that this one follows. */
      base: checkoutPaths.optional(),
      /** What findings are that nothing tells old from new: not counted, or all new. */
      withoutBase: z.enum(['missing', 'countAll']).optional(),
    })
    .optional(),
  sbom: z
    .strictObject({
      /** One CycloneDX SBOM in JSON. */
      file: checkoutPath,
      /** That of the release that this one follows. */
      base: checkoutPath.optional(),
    })
    .optional(),
  vulnerabilities: z
    .strictObject({
      /** JSON reports of Grype and OSV-Scanner. */
      files: checkoutPaths,
      /** Signed VEX documents, as DSSE envelopes. */
      vex: checkoutPaths.optional(),
    })
    .optional(),
  change: z
    .strictObject({
      /** Directory levels that name a subsystem; 1 is the first path segment. */
      subsystemDepth: z.int().min(1).max(10).optional(),
      /** Regular expression that tells a fix by the subject of its commit. */
      fixPattern: text(300).optional(),
      /** Glob of the tags that mark releases of this component. */
      tagPattern: text(200).optional(),
    })
    .optional(),
});
export type ReleaseSettings = z.infer<typeof releaseSettings>;
