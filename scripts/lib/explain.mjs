/**
 * Picks from a service's log the lines that tell a person why it ended.
 */

const STACK = /^\s+at |^\s*\.\.\. \d+ lines matching|^\s*\[cause\]|^Node\.js v/;

function withoutStack(lines) {
  const end = lines.findIndex(line => STACK.test(line));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map(line => line.trimEnd())
    .filter(Boolean);
}

/** `Plugin 'x' startup failed; caused by Error: …` of Backstage's summary. */
function startupFailures(log) {
  const start = log.lastIndexOf('Backend startup failed due to the following');
  if (start === -1) return [];
  return withoutStack(log.slice(start).split('\n').slice(1)).map(line =>
    line
      .replace(
        /^\s*(?:Plugin|Module) '([^']+)'(?: for plugin '([^']+)')? startup failed; caused by (?:\w*Error: )?/,
        (_, name, plugin) => `${plugin ? `${plugin}, ${name}` : name}: `,
      )
      .trim(),
  );
}

/** The message of an error that ended the process. */
const ERROR =
  /^(?:Uncaught )?((?:[A-Z]\w*)?(?:Error|Exception))(?: \[\w+\])?: /;

function uncaughtError(log) {
  const lines = log.split('\n');
  const at = lines.findLastIndex(line => ERROR.test(line));
  if (at === -1) return [];
  return withoutStack(lines.slice(at, at + 12)).map(line =>
    line.replace(/^Error: /, ''),
  );
}

function lastLoggedError(log) {
  for (const line of log.trimEnd().split('\n').reverse()) {
    if (!line.startsWith('{')) continue;
    try {
      const entry = JSON.parse(line);
      if (entry.level === 'error')
        return [String(entry.message).split('\n')[0]];
    } catch (error) {
      if (error.name !== 'SyntaxError') throw error;
    }
  }
  return [];
}

/**
 * @param {string} log what the service wrote
 * @returns {string[]} at least one line, the plainest account there is
 */
export function explainLog(log) {
  const accounts = [startupFailures, uncaughtError, lastLoggedError];
  for (const account of accounts) {
    const lines = account(log);
    if (lines.length > 0) return lines.slice(0, 12);
  }
  const tail = log.trimEnd().split('\n').filter(Boolean).slice(-3);
  return tail.length > 0 ? tail : ['It said nothing.'];
}
