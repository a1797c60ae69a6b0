import { SourceCandidates } from '../paths/nameSources';

/** Whether each line that could run did; by line number. */
export type Lines = Map<number, boolean>;

/** A source file as one report describes it. */
export type CoveredFile = { candidates: SourceCandidates; lines: Lines };

/** What one report says. */
export type CoverageReport = CoveredFile[];

/** A line counts as covered when any entry says that it ran. */
export function addLine(lines: Lines, line: number, isHit: boolean) {
  lines.set(line, isHit || lines.get(line) === true);
}

/**
 * Lines of several reports put together by file: the same line of the same
 * file counts once, and is covered when any report says so.
 */
export class CoverageSum {
  private readonly files = new Map<string, Lines>();

  add(name: string, lines: Lines) {
    const known = this.files.get(name);
    if (!known) this.files.set(name, new Map(lines));
    else lines.forEach((isHit, line) => addLine(known, line, isHit));
  }

  /** Lines that could run, and those of them that did. */
  totals(): { lines: number; covered: number } {
    let lines = 0;
    let covered = 0;
    for (const file of this.files.values()) {
      lines += file.size;
      for (const isHit of file.values()) covered += isHit ? 1 : 0;
    }
    return { lines, covered };
  }
}
