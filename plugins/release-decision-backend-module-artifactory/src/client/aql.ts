export type AqlCriteria =
  | { [field: string]: string | { [operator: string]: string } }
  | { $and: AqlCriteria[] }
  | { $or: AqlCriteria[] };

/** JSON with everything that is not plain ASCII written as an escape. */
function toAscii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A query in Artifactory's AQL for files, in the order of their paths. Values
 * stand in JSON strings and nowhere else, so that none can end its string.
 */
export function filesQuery(
  criteria: readonly AqlCriteria[],
  limit: number,
): string {
  const find = toAscii({ $and: [{ type: 'file' }, ...criteria] });
  return `items.find(${find}).include("repo","path","name","size","modified","sha256").sort({"$asc":["repo","path","name"]}).limit(${Math.trunc(
    limit,
  )})`;
}

/** Behind a file, in the order of `filesQuery` within one repository. */
export function behind(path: string, name: string): AqlCriteria {
  return {
    $or: [
      { path: { $gt: path } },
      { $and: [{ path: { $eq: path } }, { name: { $gt: name } }] },
    ],
  };
}
