import { SourceCandidates } from '../paths/nameSources';
import { SarifResult, SarifRun } from './sarifLog';

const MAX_BASES = 10;

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // a stray percent sign is part of the name
  }
}

/** `file:///build/a.cc` as `/build/a.cc`, `file:///C:/ws/a.cc` as `C:/ws/a.cc`. */
function pathOf(uri: string): string {
  const path = decoded(uri.replace(/^file:\/\/(?:localhost)?(?=\/)/i, ''));
  return path.replace(/^\/(?=[A-Za-z]:\/)/, '');
}

/** The folder that a base id stands for; a base may be relative to another one. */
function folderOf(run: SarifRun, baseId: string | undefined): string {
  let folder = '';
  let id = baseId;
  for (let i = 0; id !== undefined && i < MAX_BASES; i += 1) {
    const base: SarifRun['originalUriBaseIds'] = run.originalUriBaseIds ?? {};
    folder = pathOf(base[id]?.uri ?? '') + folder;
    id = base[id]?.uriBaseId;
  }
  return folder;
}

/** Where the source file of a result may lie; none when it names no file. */
export function sourceOf(run: SarifRun, result: SarifResult): SourceCandidates {
  const given = result.locations?.[0]?.physicalLocation?.artifactLocation;
  const location =
    given?.uri === undefined
      ? run.artifacts?.[given?.index ?? -1]?.location
      : given;
  if (location?.uri === undefined) return [];
  const path = pathOf(location.uri);
  const folder = folderOf(run, location.uriBaseId);
  return folder === '' ? [path] : [folder + path, path];
}
