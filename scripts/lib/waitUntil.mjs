import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** GET on this machine; undefined when nothing answers (yet). */
export function getLocal(port, path, timeoutMs = 3000) {
  return new Promise(resolve => {
    const request = http.get(
      { host: '127.0.0.1', port, path, timeout: timeoutMs },
      response => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, body }),
        );
        response.on('error', () => resolve(undefined));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

/** Repeats `probe` until it answers something; undefined when time runs out. */
export async function waitUntil(probe, { timeoutMs, everyMs = 200 }) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) return undefined;
    await sleep(everyMs);
  }
}
