import { sha256Of } from '@adaptive-delivery/plugin-release-node';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LabComponent } from '../releases/components';
import { PushedArtifact } from './ReleaseLog';

const PAYLOAD_BYTES = 64 * 1024;

/** Builds a real file that no other build is equal to. */
export async function buildArtifact(options: {
  component: LabComponent;
  version: string;
  folder: string;
}): Promise<PushedArtifact> {
  const { component, version, folder } = options;
  const content = Buffer.concat([
    Buffer.from(`${component.name} ${version}\n`),
    randomBytes(PAYLOAD_BYTES),
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
