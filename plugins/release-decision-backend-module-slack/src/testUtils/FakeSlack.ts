import { createHmac } from 'node:crypto';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { Workspace } from './Workspace';
import { Args, methods } from './methods';

/**
 * How a call goes wrong:
 *
 *     limited       429 with Retry-After
 *     error         500
 *     redirect      302 to another host
 *     close         the connection is closed without an answer
 *     hang          no answer, and nothing is done
 *     lostAnswer    it is done, and the answer is lost
 *     large         an endless answer
 */
export type Trouble =
  | 'limited'
  | 'error'
  | 'redirect'
  | 'close'
  | 'hang'
  | 'lostAnswer'
  | 'large';

export type Delivery = { status: number; body: unknown; milliseconds: number };

type SendOptions = {
  secret?: string;
  /** Seconds since 1970. */
  timestamp?: number;
  /** Changes the body after it was signed. */
  tamper?: (body: string) => string;
};

/**
 * A fake of Slack on the wire, made from Slack's published reference: a Web
 * API that the official client talks to, and people who click. It is not
 * Slack; it knows the methods, limits and signatures that this module needs.
 */
export class FakeSlack {
  readonly token = 'xoxb-1234-fake';
  readonly signingSecret = 'fake-signing-secret';
  readonly team = 'T0FAKE001';
  /** Milliseconds since 1970; tests may move it. */
  now = () => Date.now();
  readonly workspace = new Workspace(this.team, () => this.now());
  /** Every call, in order. */
  readonly calls: Array<{ method: string; args: Args }> = [];
  /** Where the portal takes interactions. */
  interactionsUrl = '';
  private readonly troubles: Array<{
    method: string;
    trouble: Trouble;
    times: number;
  }> = [];
  private readonly server = http.createServer((req, res) => {
    this.serve(req, res).catch((error: unknown) => res.destroy(error as Error));
  });

  static async start(port = 0): Promise<FakeSlack> {
    const fake = new FakeSlack();
    await new Promise<void>(resolve => {
      fake.server.listen(port, '127.0.0.1', resolve);
    });
    return fake;
  }

  get apiUrl(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  /** The next calls of a method go wrong. */
  trouble(method: string, trouble: Trouble, times = 1) {
    this.troubles.push({ method, trouble, times });
  }

  callsOf(method: string): Args[] {
    return this.calls.filter(c => c.method === method).map(c => c.args);
  }

  private nextTrouble(method: string): Trouble | undefined {
    const next = this.troubles.find(t => t.method === method && t.times > 0);
    if (next) next.times--;
    return next?.trouble;
  }

  private async serve(req: http.IncomingMessage, res: http.ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const args: Args = Object.fromEntries(body);
    const method = (req.url ?? '').replace('/api/', '');
    this.calls.push({ method, args });
    const trouble = this.nextTrouble(method);
    if (trouble && trouble !== 'lostAnswer') {
      this.goWrong(trouble, res);
      return;
    }
    const answer = this.answer(method, args, req.headers.authorization);
    if (trouble) {
      res.destroy();
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answer));
  }

  private answer(method: string, args: Args, authorization?: string) {
    if (authorization !== `Bearer ${this.token}`) {
      return { ok: false, error: 'invalid_auth' };
    }
    return (
      methods[method]?.(this.workspace, args) ?? {
        ok: false,
        error: 'unknown_method',
      }
    );
  }

  private goWrong(trouble: Trouble, res: http.ServerResponse) {
    switch (trouble) {
      case 'limited':
        res.writeHead(429, { 'retry-after': '30' }).end();
        break;
      case 'error':
        res.writeHead(500).end('something broke');
        break;
      case 'redirect':
        res.writeHead(302, { location: 'http://127.0.0.2:9/elsewhere' }).end();
        break;
      case 'large':
        res.writeHead(200, { 'content-type': 'application/json' });
        res.end(`"${'x'.repeat(11 * 1024 * 1024)}"`);
        break;
      case 'close':
        res.destroy();
        break;
      default:
        // 'hang': never answered; stop() closes the connection.
        break;
    }
  }

  /** Signs and sends an interaction as Slack does. */
  async send(payload: object, options: SendOptions = {}): Promise<Delivery> {
    const body = new URLSearchParams({
      payload: JSON.stringify(payload),
    }).toString();
    return this.sendSigned(this.sign(body, options), options.tamper);
  }

  /** A signed request that can be sent again, as whoever overheard it could. */
  sign(body: string, options: SendOptions = {}) {
    const timestamp = String(
      options.timestamp ?? Math.floor(this.now() / 1000),
    );
    const secret = options.secret ?? this.signingSecret;
    const signature = `v0=${createHmac('sha256', secret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex')}`;
    return { body, timestamp, signature };
  }

  async sendSigned(
    signed: { body: string; timestamp: string; signature: string },
    tamper: (body: string) => string = body => body,
  ): Promise<Delivery> {
    const startedAt = performance.now();
    const answer = await fetch(this.interactionsUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': signed.timestamp,
        'x-slack-signature': signed.signature,
      },
      body: tamper(signed.body),
    });
    const text = await answer.text();
    const milliseconds = performance.now() - startedAt;
    if (milliseconds > 3000) {
      throw new Error(`Slack gave up waiting: ${Math.round(milliseconds)} ms`);
    }
    return {
      status: answer.status,
      body: text ? JSON.parse(text) : null,
      milliseconds,
    };
  }

  /** What a click on a button of a message sends. */
  clickPayload(click: {
    channel: string;
    ts: string;
    action: string;
    user: string;
  }) {
    const { channel, ts, action, user } = click;
    const message = this.workspace.message(channel, ts);
    const buttons = (message?.blocks ?? []).flatMap(block =>
      block.type === 'actions' ? block.elements : [],
    );
    const button = buttons.find(
      element => 'action_id' in element && element.action_id === action,
    );
    if (!button) throw new Error(`The message has no button ${action}`);
    return {
      type: 'block_actions',
      user: { id: user, username: user, team_id: this.team },
      api_app_id: 'A0FAKE',
      team: { id: this.team, domain: 'fake' },
      container: { type: 'message', message_ts: ts, channel_id: channel },
      channel: { id: channel, name: 'releases' },
      trigger_id: this.workspace.trigger(),
      message,
      response_url: 'https://hooks.slack.com/actions/fake',
      actions: [{ ...button, action_ts: '1.0' }],
    };
  }

  /** Somebody clicks a button. */
  async click(
    click: { channel: string; ts: string; action: string; user: string },
    options?: SendOptions,
  ): Promise<Delivery> {
    return this.send(this.clickPayload(click), options);
  }

  /** Somebody writes a reason into the open dialog and sends it. */
  async submit(
    answer: { user: string; reason: string | null },
    options?: SendOptions,
  ): Promise<Delivery> {
    const { dialog } = this.workspace;
    if (!dialog) throw new Error('No dialog is open');
    const delivery = await this.send(
      {
        type: 'view_submission',
        team: { id: this.team, domain: 'fake' },
        user: { id: answer.user, username: answer.user, team_id: this.team },
        api_app_id: 'A0FAKE',
        trigger_id: this.workspace.trigger(),
        view: {
          id: dialog.id,
          ...dialog.view,
          state: {
            values: {
              reason: {
                reason: { type: 'plain_text_input', value: answer.reason },
              },
            },
          },
        },
      },
      options,
    );
    const action = (delivery.body as { response_action?: string } | null)
      ?.response_action;
    if (delivery.status === 200 && action !== 'errors') {
      this.workspace.dialog = null;
    }
    return delivery;
  }
}
