/** A file of a bundle as it was read. */
export type PolicyFile = { path: string; yaml: string };

/**
 * The file a section is in force from: the last one that has it, because a
 * later file replaces the whole section of an earlier one.
 */
export function sourceOf(
  section: string,
  files: readonly PolicyFile[],
): string | undefined {
  const start = `${section}:`;
  return [...files]
    .reverse()
    .find(file => file.yaml.split('\n').some(line => line.startsWith(start)))
    ?.path;
}
