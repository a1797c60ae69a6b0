import { Entity } from '@backstage/catalog-model';
import { mergeBundle, Policy } from '@adaptive-delivery/plugin-release-common';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const root = path.resolve(__dirname, '../../../..');

function yamlFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder))
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => `${folder}/${name}`);
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The policy of a portal with the lab: the default bundle and the overlay. */
export function labPolicy(): Policy {
  return mergeBundle(
    ['policies/default', 'packages/lab/policy']
      .flatMap(yamlFiles)
      .map(file => ({ path: file, document: parse(read(file)) })),
  );
}

/** What the lab puts into the catalog. */
export function labEntities(): Entity[] {
  return yamlFiles('packages/lab/catalog').flatMap(file =>
    parseAllDocuments(read(file)).map(document => document.toJS() as Entity),
  );
}
