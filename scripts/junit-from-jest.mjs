#!/usr/bin/env node
// Turns the results of `jest --json --outputFile=…` into JUnit XML on standard
// output: node scripts/junit-from-jest.mjs results.json… > reports/jest.xml
import { readFileSync } from 'node:fs';

/** XML 1.0 holds no control characters, not even as references. */
const escape = text =>
  Array.from(String(text))
    .filter(char => char >= ' ' || char === '\n' || char === '\t')
    .filter(char => char.isWellFormed() && !/[\ufffe\uffff]/.test(char))
    .join('')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

const element = (name, message) =>
  `<${name} message="${escape(message.split('\n', 1)[0])}">${escape(
    message,
  )}</${name}>`;

/** Only `passed` and `failed` ran; all else (pending, todo, …) was skipped. */
function outcome({ status, failureMessages = [], retryReasons = [] }) {
  if (status === 'passed') {
    return retryReasons.map(reason => element('flakyFailure', reason)).join('');
  }
  if (status !== 'failed') return '<skipped/>';
  return element('failure', failureMessages.join('\n') || 'failed');
}

function testCase(file, test) {
  const seconds = (test.duration ?? 0) / 1000;
  return `<testcase classname="${escape(file)}" name="${escape(
    test.fullName,
  )}" time="${seconds}">${outcome(test)}</testcase>`;
}

function suite({ name, message, status, assertionResults }) {
  const file = name.startsWith(process.cwd())
    ? name.slice(process.cwd().length + 1)
    : name;
  const cases = assertionResults.map(test => testCase(file, test));
  // a file that cannot be loaded fails without naming a test
  if (
    status === 'failed' &&
    !assertionResults.some(t => t.status === 'failed')
  ) {
    const why = element('error', message || 'the file failed');
    cases.push(
      `<testcase classname="${escape(
        file,
      )}" name="loads" time="0">${why}</testcase>`,
    );
  }
  return `<testsuite name="${escape(file)}">\n${cases.join(
    '\n',
  )}\n</testsuite>`;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('usage: junit-from-jest.mjs <results.json>…\n');
  process.exit(2);
}
const suites = files.flatMap(file =>
  JSON.parse(readFileSync(file, 'utf8')).testResults.map(suite),
);
process.stdout.write(
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="jest">\n${suites.join(
    '\n',
  )}\n</testsuites>\n`,
);
