import { CoverageReport, Lines, addLine } from './lineCoverage';

/** `DA:<line>,<times run>[,<checksum of the line>]` */
const DATA = /^(\d{1,9}),(\d{1,30})(?:,.*)?$/;

type Section = { path: string; at: number; lines: Lines; declared: number };

class LcovReader {
  readonly report: CoverageReport = [];
  private section?: Section;

  read(line: string, at: number) {
    if (line === '' || line.startsWith('#')) return;
    if (line === 'end_of_record') {
      this.end(at);
      return;
    }
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(0, colon));
    if (!/^[A-Z]{1,10}$/.test(key)) {
      throw new Error(`is not an LCOV trace: line ${at} is no record of one`);
    }
    this.record(key, line.slice(colon + 1), at);
  }

  private record(key: string, value: string, at: number) {
    if (key === 'SF') this.begin(value, at);
    else if (key === 'DA') this.data(value, at);
    else if (key === 'LF') this.declare(value, at);
    // functions, branches and what later versions add do not count lines
  }

  private begin(path: string, at: number) {
    if (this.section) throw this.unended();
    if (path === '') throw new Error(`names no source file in line ${at}`);
    this.section = { path, at, lines: new Map(), declared: 0 };
  }

  private current(key: string, at: number): Section {
    if (this.section) return this.section;
    throw new Error(`has ${key} outside of a source file in line ${at}`);
  }

  private data(value: string, at: number) {
    const { lines } = this.current('DA', at);
    const match = DATA.exec(value);
    if (!match) {
      throw new Error(
        `has a line count in line ${at} that is none: DA:${value.slice(0, 60)}`,
      );
    }
    addLine(lines, Number(match[1]), /[1-9]/.test(match[2]));
  }

  private declare(value: string, at: number) {
    if (!/^\d{1,9}$/.test(value)) {
      throw new Error(
        `has a count in line ${at} that is none: LF:${value.slice(0, 60)}`,
      );
    }
    this.current('LF', at).declared = Number(value);
  }

  private end(at: number) {
    const { path, lines, declared } = this.current('end_of_record', at);
    if (declared > lines.size) {
      throw new Error(
        `lists ${lines.size} of ${declared} lines of ${path} up to line ${at}`,
      );
    }
    this.report.push({ candidates: [path], lines });
    this.section = undefined;
  }

  private unended() {
    return new Error(
      `is truncated: the source file of line ${this.section?.at} has no end_of_record`,
    );
  }

  finish(): CoverageReport {
    if (this.section) throw this.unended();
    if (this.report.length === 0) throw new Error('names no source file');
    return this.report;
  }
}

/**
 * Reads an LCOV trace file (geninfo(1), of lcov 1 and 2), as gcov, llvm-cov,
 * coverage.py and Istanbul write it.
 *
 * @throws Error saying what is wrong, with the line.
 */
export function parseLcov(text: string): CoverageReport {
  const reader = new LcovReader();
  let start = 0;
  for (let at = 1; start < text.length; at += 1) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    reader.read(text.slice(start, stop).trimEnd(), at);
    start = stop + 1;
  }
  return reader.finish();
}
