import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LabComponent } from '../releases/components';
import { PushedArtifact } from './ReleaseLog';

/** About as large as the builds of the past. */
const PAYLOAD_BYTES = { min: 2_440_000, max: 2_500_000 };

/** Builds a real file that no other build is equal to. */
export async function buildArtifact(options: {
  component: LabComponent;
  version: string;
  folder: string;
}): Promise<PushedArtifact> {
  const { component, version, folder } = options;
  const content = Buffer.concat([
    Buffer.from(`${component.name} ${version}\n`),
    randomBytes(randomInt(PAYLOAD_BYTES.min, PAYLOAD_BYTES.max)),
  ]);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, component.artifactName(version));
  await writeFile(file, content);
  return {
    component: component.name,
    version,
    file,
    sha256: sha256Of(content),
    sizeBytes: content.length,
  };
}
