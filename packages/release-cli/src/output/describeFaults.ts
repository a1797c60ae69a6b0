import { Fault } from '@adaptive-delivery/plugin-release-common';
import { safeText } from './safeText';

/** `build-info.json: artifacts[0].sha256: must be …`, one line per fault. */
export function describeFaults(file: string, faults: readonly Fault[]): string {
  return faults
    .map(({ path, message }) =>
      safeText(`${file}: ${path ? `${path}: ` : ''}${message}`),
    )
    .join('\n');
}
