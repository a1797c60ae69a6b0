import { createHash } from 'node:crypto';

export type FakeFile = {
  bytes: Buffer;
  modified: Date;
  properties: Map<string, string[]>;
};

export const hashOf = (kind: string, bytes: Buffer) =>
  createHash(kind).update(bytes).digest('hex');

/** Takes `a=1,2;b=x\;y` apart; a backslash keeps the next character. */
export function parseProperties(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let field = '';
  let name: string | null = null;
  let values: string[] = [];
  const end = () => {
    if (name === null || name === '') throw new Error(`property ${field}`);
    found.set(name, [...values, field]);
    [field, name, values] = ['', null, []];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') field += text[++at] ?? '';
    else if (character === '=' && name === null) [name, field] = [field, ''];
    else if (character === '=') throw new Error('= must be escaped');
    else if (character === ',') [values, field] = [[...values, field], ''];
    else if (character === ';' || character === '|') end();
    else field += character;
  }
  end();
  return found;
}

/** The files of one repository. */
export class FakeRepository {
  readonly files = new Map<string, FakeFile>();

  put(path: string, bytes: Buffer, modified: Date): FakeFile {
    const file = { bytes, modified, properties: new Map() };
    this.files.set(path, file);
    return file;
  }

  isFolder(path: string): boolean {
    return [...this.files.keys()].some(name => name.startsWith(`${path}/`));
  }
}
