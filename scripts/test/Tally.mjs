/** How many tests passed and failed, and which were skipped. */
export class Tally {
  passed = 0;
  failures = [];
  skipped = [];

  pass(count = 1) {
    this.passed += count;
  }

  fail(name) {
    this.failures.push(name);
  }

  skip(name) {
    this.skipped.push(name);
  }

  /** The names of what did not pass, and the figures in the last line. */
  report() {
    const named = [
      ...this.failures.map(name => `failed: ${name}`),
      ...this.skipped.map(name => `skipped: ${name}`),
    ];
    const { passed, failures, skipped } = this;
    return [
      ...named,
      `${passed} passed, ${failures.length} failed, ${skipped.length} skipped`,
    ].join('\n');
  }
}
