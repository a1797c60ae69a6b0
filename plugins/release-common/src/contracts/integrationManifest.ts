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

const manifestPart = z.strictObject({
  component: entityRef,
  buildId: identifier,
  artifacts: z
    .array(z.strictObject({ name: artifactName, os: operatingSystem, sha256 }))
    .min(1)
    .max(200),
});

/** Several builds that were tested together and are released as one. */
export const integrationManifest = z
  .strictObject({
    schemaVersion,
    manifestId: identifier,
    name: text(100),
    /** What the whole is called; the manifest id where it has no version. */
    version: text(100).optional(),
    /** The system that the parts make, or one of them; the first when absent. */
    component: entityRef.optional(),
    createdAt: utcTime,
    smokePassed: z.boolean(),
    parts: z.array(manifestPart).min(1).max(100),
  })
  .check(context => {
    const { component, parts } = context.value;
    const fail = (path: PropertyKey[], message: string) =>
      context.issues.push({
        code: 'custom',
        path,
        message,
        input: context.value,
      });
    const isKnown =
      !component ||
      component.startsWith('system:') ||
      parts.some(part => part.component === component);
    if (!isKnown) fail(['component'], 'must be a system or one of the parts');
    const components = new Map<string, number>();
    const digests = new Map<string, string>();
    parts.forEach((part, at) => {
      const before = components.get(part.component);
      if (before !== undefined) {
        fail(
          ['parts', at, 'component'],
          `${part.component} is parts[${before}] already; a bundle holds one build of a component`,
        );
      }
      components.set(part.component, at);
      part.artifacts.forEach((item, index) => {
        const path = `parts[${at}].artifacts[${index}]`;
        const twin = digests.get(item.sha256);
        if (twin) {
          fail(
            ['parts', at, 'artifacts', index, 'sha256'],
            `is that of ${twin} already; an artifact belongs to one part`,
          );
        }
        digests.set(item.sha256, path);
      });
    });
  });
export type IntegrationManifest = z.infer<typeof integrationManifest>;
