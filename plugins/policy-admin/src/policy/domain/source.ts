import { PolicySourceReport } from '@adaptive-delivery/plugin-release-common';

/** A file of a bundle as it was read. */
export type PolicyFile = { path: string; yaml: string };

/** Where something stands: a file and a line in it, from 0. */
export type Place = { path: string; line: number };

/**
 * Where a section is in force from: the last file that has it, because a
 * later file replaces the whole section of an earlier one.
 */
export function sourceOf(
  section: string,
  files: readonly PolicyFile[],
): Place | undefined {
  const start = `${section}:`;
  for (const { path, yaml } of [...files].reverse()) {
    const line = yaml.split('\n').findIndex(text => text.startsWith(start));
    if (line >= 0) {
      return { path, line };
    }
  }
  return undefined;
}

/** `https://git.example/policy.git, branch main, folder policies` */
export function sourceWords(source: PolicySourceReport): string {
  if (source.kind === 'folder') return `Local folder ${source.folder}`;
  const { url, ref, folder } = source;
  return [`Git ${url}`, ref, ...(folder ? [`folder ${folder}`] : [])].join(
    ', ',
  );
}
