import { GitError } from './Git';

const MAX_FIELD_BYTES = 1024 * 1024;

/**
 * Collects the NUL-terminated fields of a stream. Fields come as latin1, one
 * character per byte, so that a file name in any encoding stays what it is.
 */
export class NulFields {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly onField: (field: string) => void) {}

  add(chunk: Buffer) {
    const data = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk;
    let start = 0;
    for (
      let end = data.indexOf(0, start);
      end !== -1;
      end = data.indexOf(0, start)
    ) {
      this.onField(data.toString('latin1', start, end));
      start = end + 1;
    }
    this.rest = data.subarray(start);
    if (this.rest.length > MAX_FIELD_BYTES) {
      throw new GitError('tooMuchOutput', 'git printed an endless name');
    }
  }

  /** Hands over a last field that no NUL ended. */
  end() {
    if (this.rest.length) this.onField(this.rest.toString('latin1'));
    this.rest = Buffer.alloc(0);
  }
}

/** The fields of a whole output. */
export function splitNul(output: Buffer): string[] {
  const fields: string[] = [];
  const reader = new NulFields(field => fields.push(field));
  for (let at = 0; at < output.length; at += MAX_FIELD_BYTES) {
    reader.add(output.subarray(at, at + MAX_FIELD_BYTES));
  }
  reader.end();
  return fields;
}

/** A latin1 field as the UTF-8 text that it holds. */
export function fieldText(field: string): string {
  return Buffer.from(field, 'latin1').toString('utf8');
}
