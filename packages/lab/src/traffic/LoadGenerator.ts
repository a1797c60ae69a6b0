import { Agent, request } from 'node:http';

const TICK_MS = 20;
/** Beyond this many open requests new ones are left out and counted. */
const MAX_OPEN = 200;
const TIMEOUT_MS = 20_000;
/** The rest only asks to pay. */
const ORDER_SHARE = 0.92;

export type LoadCounts = {
  sent: number;
  answered: number;
  /** Answers of 500 and above, and requests without an answer. */
  failed: number;
  leftOut: number;
};

/** Customers: real requests at a steady rate, whether or not answers come. */
export class LoadGenerator {
  private readonly agent = new Agent({
    keepAlive: true,
    maxSockets: MAX_OPEN,
    timeout: 20_000,
  });
  private readonly counts: LoadCounts = {
    sent: 0,
    answered: 0,
    failed: 0,
    leftOut: 0,
  };
  private open = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: {
      port: () => number;
      requestsPerSecond: number;
    },
  ) {}

  get seen(): LoadCounts {
    return { ...this.counts };
  }

  start(): void {
    if (this.timer) return;
    let last = performance.now();
    let due = 0;
    this.timer = setInterval(() => {
      const now = performance.now();
      // After a stall the missed second is not made up for all at once.
      due +=
        (Math.min(1000, now - last) / 1000) * this.options.requestsPerSecond;
      last = now;
      for (; due >= 1; due--) this.send();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  close(): void {
    this.stop();
    this.agent.destroy();
  }

  private send() {
    if (this.open >= MAX_OPEN) {
      this.counts.leftOut++;
      return;
    }
    this.open++;
    this.counts.sent++;
    const ordering = Math.random() < ORDER_SHARE;
    const body = JSON.stringify(
      ordering ? { item: 'photo-print', copies: 4 } : { amountCents: 1290 },
    );
    const call = request({
      host: '127.0.0.1',
      port: this.options.port(),
      agent: this.agent,
      method: 'POST',
      path: ordering ? '/orders' : '/pay',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      },
      timeout: TIMEOUT_MS,
    });
    let settled = false;
    const settle = (failed: boolean) => {
      if (settled) return;
      settled = true;
      this.open--;
      this.counts[failed ? 'failed' : 'answered']++;
    };
    call.on('response', answer => {
      answer.resume();
      answer.on('close', () => settle((answer.statusCode ?? 500) >= 500));
    });
    call.on('timeout', () => call.destroy(new Error('timed out')));
    call.on('error', () => settle(true));
    call.end(body);
  }
}
