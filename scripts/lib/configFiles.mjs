import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { UserError } from './UserError.mjs';

/** The files that the portal will read, later ones override earlier ones. */
function configFileNames(folder, environment) {
  const environments = environment.split(',').map(e => e.trim());
  const named = environments.filter(Boolean);
  const names = [
    'app-config.yaml',
    ...named.map(e => `app-config.${e}.yaml`),
    'app-config.local.yaml',
    ...named.map(e => `app-config.${e}.local.yaml`),
  ];
  return names.filter(
    name => name === 'app-config.yaml' || existsSync(path.join(folder, name)),
  );
}

/**
 * Reads a config file and keeps where each key stands.
 *
 * @throws UserError naming file, line and column of what is no YAML.
 */
export function parseConfigText(name, text) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const what = error.message.split('\n')[0].replace(/ at line .*$/, '');
    throw new UserError(
      `${name}, line ${line}, column ${col}: this is not valid YAML: ${what}.\n  ${
        text.split('\n')[line - 1] ?? ''
      }\nMend that line and start again.`,
    );
  }
  return {
    name,
    /** Line of a key such as `backend.database`; undefined when it is not there. */
    lineOf(key) {
      const parts = key.split('.');
      const parent = document.getIn(parts.slice(0, -1), true);
      const pair = parent?.items?.find(
        item => String(item.key?.value ?? item.key) === parts.at(-1),
      );
      const position = pair?.key?.range?.[0];
      return position === undefined ? undefined : lines.linePos(position).line;
    },
  };
}

/** All config files, with a way to say where a key comes from. */
export async function readConfigFiles(folder, environment = '') {
  const names = configFileNames(folder, environment);
  const files = [];
  for (const name of names) {
    const text = await readFile(path.join(folder, name), 'utf8').catch(
      error => {
        throw new UserError(
          `${name} cannot be read: ${error.message}. It is part of the repository: restore it with \`git checkout ${name}\`.`,
        );
      },
    );
    files.push(parseConfigText(name, text));
  }
  return {
    names,
    /** `key (file, line n)` for messages; the key alone when no file has it. */
    describe(key) {
      const parts = key.split('.');
      for (let length = parts.length; length > 0; length--) {
        const known = parts.slice(0, length).join('.');
        for (const file of files.toReversed()) {
          const line = file.lineOf(known);
          if (line) return `${key} (${file.name}, line ${line})`;
        }
      }
      return `${key} (missing from ${names.join(', ')})`;
    },
  };
}
