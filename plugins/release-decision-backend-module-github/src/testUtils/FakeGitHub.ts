import { createHmac, randomUUID } from 'node:crypto';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { Answer, CheckRun, Repositories } from './Repositories';
import { AppAuth } from './appAuth';

/**
 * How a call goes wrong:
 *
 *     limited       429 with Retry-After
 *     secondary     403 with the words of the secondary limit and Retry-After
 *     spent         403 with x-ratelimit-remaining 0
 *     error         500
 *     redirect      302 to another host
 *     close         the connection is closed without an answer
 *     hang          no answer, and nothing is done
 *     lostAnswer    it is done, and the answer is lost
 *     large         an endless answer
 */
export type Trouble =
  | 'limited'
  | 'secondary'
  | 'spent'
  | 'error'
  | 'redirect'
  | 'close'
  | 'hang'
  | 'lostAnswer'
  | 'large';

export type Call = { method: string; path: string; body: unknown };

type SendOptions = {
  secret?: string;
  delivery?: string;
  /** Changes the body after it was signed. */
  tamper?: (body: string) => string;
};

const BASE = '/api/v3';

/**
 * A fake of GitHub on the wire, made from GitHub's published reference: a REST
 * API that the official client talks to as an App, and people and workflows
 * that cause signed webhooks. It is not GitHub; it knows one App, installed on
 * the repositories of one owner, and what it does not know it refuses.
 */
export class FakeGitHub {
  readonly owner = 'kiosk';
  webhookSecret = 'fake-webhook-secret';
  readonly auth = new AppAuth(() => Date.now());
  readonly repositories = new Repositories(this.auth.appId);
  /** Every call, in order. */
  readonly calls: Call[] = [];
  /** Where the portal takes webhooks. */
  webhooksUrl = '';
  private readonly troubles: Array<{
    path: RegExp;
    trouble: Trouble;
    times: number;
  }> = [];
  private readonly server = http.createServer((req, res) => {
    this.serve(req, res).catch((error: unknown) => res.destroy(error as Error));
  });

  static async start(): Promise<FakeGitHub> {
    const fake = new FakeGitHub();
    await new Promise<void>(resolve => {
      fake.server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get apiUrl(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${BASE}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  /** The next calls whose `METHOD /path` fits go wrong. */
  trouble(path: RegExp, trouble: Trouble, times = 1) {
    this.troubles.push({ path, trouble, times });
  }

  callsOf(path: RegExp): Call[] {
    return this.calls.filter(call => path.test(`${call.method} ${call.path}`));
  }

  private async serve(req: http.IncomingMessage, res: http.ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const sent = Buffer.concat(chunks).toString('utf8');
    const url = new URL(req.url ?? '', 'http://fake');
    const path = url.pathname.replace(BASE, '');
    const method = req.method ?? '';
    const call = { method, path, body: sent ? JSON.parse(sent) : undefined };
    this.calls.push(call);
    const next = this.troubles.find(
      t => t.times > 0 && t.path.test(`${method} ${path}`),
    );
    if (next) next.times--;
    if (next && next.trouble !== 'lostAnswer') {
      this.goWrong(next.trouble, res);
      return;
    }
    const { status, body } = url.pathname.startsWith(`${BASE}/`)
      ? this.answer(call, url.searchParams, req.headers.authorization)
      : { status: 404, body: { message: 'Not Found' } };
    if (next) {
      res.destroy();
      return;
    }
    res.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
    });
    res.end(body === undefined ? undefined : JSON.stringify(body));
  }

  private answer(
    { method, path, body }: Call,
    query: URLSearchParams,
    authorization?: string,
  ): Answer {
    const unauthorized = { status: 401, body: { message: 'Bad credentials' } };
    const missing = { status: 404, body: { message: 'Not Found' } };
    const [, owner, , rest] =
      /^\/repos\/([^/]+)\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (rest && owner.toLowerCase() !== this.owner) return missing;
    if (method === 'GET' && rest === 'installation') {
      if (!this.auth.isApp(authorization)) return unauthorized;
      return { status: 200, body: { id: this.auth.installationId } };
    }
    const tokens = `/app/installations/${this.auth.installationId}/access_tokens`;
    if (method === 'POST' && path === tokens) {
      if (!this.auth.isApp(authorization)) return unauthorized;
      return {
        status: 201,
        body: { ...this.auth.createToken(), permissions: { checks: 'write' } },
      };
    }
    if (!this.auth.isInstallation(authorization)) return unauthorized;
    return this.inRepository(`${method} ${rest}`, body, query) ?? missing;
  }

  private inRepository(
    what: string,
    body: unknown,
    query: URLSearchParams,
  ): Answer | null {
    const { repositories } = this;
    const routes: Array<[RegExp, (id: string) => Answer]> = [
      [/^POST check-runs$/, () => repositories.createCheck(body)],
      [
        /^PATCH check-runs\/(\d+)$/,
        id => repositories.updateCheck(Number(id), body),
      ],
      [
        /^GET commits\/([0-9a-f]{40})\/check-runs$/,
        sha => repositories.listChecks(sha, query),
      ],
      [
        /^POST issues\/(\d+)\/comments$/,
        id => repositories.addComment(`pull ${id}`, body),
      ],
      [
        /^POST commits\/([0-9a-f]{40})\/comments$/,
        sha => repositories.addComment(`commit ${sha}`, body),
      ],
      [
        /^POST actions\/runs\/(\d+)\/deployment_protection_rule$/,
        id => repositories.review(Number(id), body),
      ],
    ];
    for (const [pattern, run] of routes) {
      const match = pattern.exec(what);
      if (match) return run(match[1] ?? '');
    }
    return null;
  }

  private goWrong(trouble: Trouble, res: http.ServerResponse) {
    const json = { 'content-type': 'application/json' };
    const say = (status: number, message: string, headers: object = {}) =>
      res
        .writeHead(status, { ...json, ...headers })
        .end(JSON.stringify({ message }));
    switch (trouble) {
      case 'limited':
        say(429, 'Too many requests', { 'retry-after': '30' });
        break;
      case 'secondary':
        say(403, 'You have exceeded a secondary rate limit.', {
          'retry-after': '30',
        });
        break;
      case 'spent':
        say(403, 'API rate limit exceeded', {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 20),
        });
        break;
      case 'error':
        say(500, 'something broke');
        break;
      case 'redirect':
        res.writeHead(302, { location: 'http://127.0.0.2:9/elsewhere' }).end();
        break;
      case 'large':
        res.writeHead(200, json).end(`"${'x'.repeat(11 * 1024 * 1024)}"`);
        break;
      case 'close':
        res.destroy();
        break;
      default:
        // 'hang': never answered; stop() closes the connection.
        break;
    }
  }

  /** Signs and sends a webhook as GitHub does. */
  async send(event: string, payload: object, options: SendOptions = {}) {
    return this.sendSigned(
      event,
      this.sign(JSON.stringify(payload), options),
      options,
    );
  }

  sign(body: string, { secret = this.webhookSecret }: SendOptions = {}) {
    const digest = createHmac('sha256', secret).update(body).digest('hex');
    return { body, signature: `sha256=${digest}` };
  }

  /** Sends a signed webhook, perhaps again, as whoever overheard it could. */
  async sendSigned(
    event: string,
    { body, signature }: { body: string; signature: string },
    { delivery = randomUUID(), tamper = text => text }: SendOptions = {},
  ): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(this.webhooksUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': delivery,
        'x-hub-signature-256': signature,
      },
      body: tamper(body),
      // GitHub gives up after ten seconds.
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  }

  private about(repo: string, login: string) {
    const { owner } = this;
    return {
      repository: {
        name: repo,
        full_name: `${owner}/${repo}`,
        owner: { login: owner },
      },
      installation: { id: this.auth.installationId },
      sender: { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' },
    };
  }

  /** Somebody presses a button of a check run. */
  clickPayload(click: {
    repo: string;
    check: CheckRun;
    login: string;
    action: string;
    pull?: number;
  }) {
    const { repo, check, login, action, pull } = click;
    if (!check.actions.some(({ identifier }) => identifier === action)) {
      throw new Error(`The check run has no button ${action}`);
    }
    return {
      action: 'requested_action',
      requested_action: { identifier: action },
      check_run: {
        ...check,
        app: { id: this.auth.appId },
        pull_requests: pull === undefined ? [] : [{ number: pull }],
      },
      ...this.about(repo, login),
    };
  }

  private lastComment = 0;

  /** Somebody writes a comment on a pull request, or on a commit. */
  async comment(
    repo: string,
    comment: { login: string; body: string } & (
      | { pull: number }
      | { issue: number }
      | { commit: string }
    ),
    options?: SendOptions,
  ) {
    const about = this.about(repo, comment.login);
    const written = {
      id: ++this.lastComment,
      body: comment.body,
      user: about.sender,
      performed_via_github_app: null,
    };
    const base = { action: 'created', ...about };
    if ('commit' in comment) {
      const on = { ...written, commit_id: comment.commit };
      return this.send('commit_comment', { ...base, comment: on }, options);
    }
    const issue =
      'pull' in comment
        ? { number: comment.pull, pull_request: { url: 'https://fake' } }
        : { number: comment.issue };
    return this.send(
      'issue_comment',
      { ...base, comment: written, issue },
      options,
    );
  }

  /** A workflow run gets to a job with a protected environment. */
  deploymentPayload(
    repo: string,
    {
      run,
      environment,
      sha,
    }: { run: number; environment: string; sha: string },
  ) {
    this.repositories.waiting.set(run, [
      ...(this.repositories.waiting.get(run) ?? []),
      environment,
    ]);
    return {
      action: 'requested',
      environment,
      event: 'push',
      deployment_callback_url: `${this.apiUrl}/repos/${this.owner}/${repo}/actions/runs/${run}/deployment_protection_rule`,
      deployment: { id: run * 10, sha, ref: 'main', environment },
      pull_requests: [],
      ...this.about(repo, 'github-actions[bot]'),
    };
  }
}
