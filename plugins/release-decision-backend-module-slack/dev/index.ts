// A fake Slack to try the module out with: one channel in the browser, where
// one can press the buttons. See "Trying it out" in the README.
import http from 'node:http';
import { FakeSlack } from '../src/testUtils';
import { CHANNEL, page } from './page';

const API_PORT = 7030;
const PAGE_PORT = 7031;

async function formOf(req: http.IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

async function main() {
  const slack = await FakeSlack.start(API_PORT);
  const portal = process.env.PORTAL_URL ?? 'http://localhost:7007';
  slack.interactionsUrl = `${portal}/api/release-decision/v1/slack/interactions`;
  slack.workspace.addChannel(CHANNEL);
  slack.workspace.addUser({ id: 'U0GUEST' });
  slack.workspace.addUser({ id: 'U0STRANGER', email: 'stranger@example.com' });
  let fault = '';

  const routes: Record<string, (form: URLSearchParams) => Promise<void>> = {
    '/click': async form => {
      fault = '';
      await slack.click({
        channel: CHANNEL,
        ts: form.get('ts') ?? '',
        action: form.get('action') ?? '',
        user: form.get('user') ?? '',
      });
      // The dialog is opened behind the answer.
      await new Promise(resolve => setTimeout(resolve, 500));
    },
    '/submit': async form => {
      const { body } = await slack.submit({
        user: form.get('user') ?? '',
        reason: form.get('reason'),
      });
      fault =
        (body as { errors?: Record<string, string> } | null)?.errors?.reason ??
        '';
    },
    '/close': async () => {
      slack.workspace.dialog = null;
    },
  };

  const serve = async (req: http.IncomingMessage, res: http.ServerResponse) => {
    const route = routes[req.url ?? ''];
    if (route) {
      await route(await formOf(req));
      res.writeHead(303, { location: '/' }).end();
      return;
    }
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    res.end(page(slack, fault));
  };
  http
    .createServer((req, res) => {
      serve(req, res).catch((error: unknown) => {
        res.writeHead(500).end(String(error));
      });
    })
    .listen(PAGE_PORT, '127.0.0.1');

  process.stdout.write(`The fake Slack's channel: http://localhost:${PAGE_PORT}
Put this into app-config.local.yaml and start the portal:

adaptiveDelivery:
  slack:
    token: ${slack.token}
    signingSecret: ${slack.signingSecret}
    channel: ${CHANNEL}
    apiUrl: ${slack.apiUrl}
`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
