import {
  OperatingSystem,
  operatingSystem,
} from '@adaptive-delivery/plugin-release-common';
import { ArtifactSource } from '../artifacts/describeArtifacts';
import { badInput } from '../exitCodes';
import { ReportSource } from '../junit/readReports';

const SYSTEMS = operatingSystem.options.join(', ');

/** Splits `path=os/arch` at its last `=`; a path may hold `=` itself. */
function split(value: string): { path: string; os?: string; arch?: string } {
  const match = /^(.+)=([^=/\\]+)(?:\/([^=/\\]+))?$/.exec(value);
  if (!match || !operatingSystem.safeParse(match[2]).success) {
    return { path: value };
  }
  return { path: match[1], os: match[2], arch: match[3] };
}

function systemOf(
  flag: string,
  value: string,
  os: string | undefined,
): OperatingSystem {
  const parsed = operatingSystem.safeParse(os);
  if (parsed.success) return parsed.data;
  throw badInput(
    `${flag} ${value}: which system is it for? Add =<os>, one of ${SYSTEMS}, or give --os.`,
  );
}

/** `--artifact path[=os[/arch]]`, with `--os` and `--arch` for what is left out. */
export function artifactSource(
  value: string,
  defaults: { os?: string; arch?: string },
): ArtifactSource {
  const { path, os = defaults.os, arch = defaults.arch } = split(value);
  if (!arch) {
    throw badInput(
      `--artifact ${value}: which architecture is it for? Add =<os>/<arch>, such as =linux/x86_64, or give --arch.`,
    );
  }
  return { path, os: systemOf('--artifact', value, os), arch };
}

/** `--junit files[=os]`, with `--os` for what is left out. */
export function reportSource(
  value: string,
  defaults: { os?: string },
): ReportSource {
  const { path, os = defaults.os } = split(value);
  return { files: path, os: systemOf('--junit', value, os) };
}
