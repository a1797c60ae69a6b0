import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';

export type Seen = {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
};

type Reply = (request: Seen, response: ServerResponse) => void;

/** Answers with a status and a JSON body. */
export const json =
  (
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): Reply =>
  (_request, response) => {
    response.writeHead(status, {
      'Content-Type': 'application/json',
      ...headers,
    });
    response.end(JSON.stringify(body));
  };

/** As Backstage answers an error. */
export const problem = (status: number, message: string, more = {}): Reply =>
  json(status, {
    error: { name: 'Error', message, ...more },
    response: { statusCode: status },
  });

/** Takes the request and says nothing. */
export const silence: Reply = () => undefined;

/** Breaks the connection off in mid-answer. */
export const hangUp: Reply = (_request, response) => {
  response.writeHead(200, { 'Content-Length': '1000' });
  response.write('{"id": ');
  setImmediate(() => response.destroy());
};

/**
 * A real HTTP server on a free port of the loopback interface; it gives the
 * replies one after the other, and the last one from then on.
 */
export class TestPortal {
  readonly seen: Seen[] = [];

  private readonly server: Server;

  private constructor(private readonly replies: Reply[]) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () =>
        this.reply(request, Buffer.concat(chunks).toString(), response),
      );
    });
  }

  static async start(...replies: Reply[]): Promise<TestPortal> {
    const portal = new TestPortal(replies);
    await new Promise<void>(done => {
      portal.server.listen(0, '127.0.0.1', done);
    });
    return portal;
  }

  private reply(
    { method = '', url = '', headers }: IncomingMessage,
    body: string,
    response: ServerResponse,
  ) {
    const seen = { method, url, headers, body };
    this.seen.push(seen);
    const at = Math.min(this.seen.length, this.replies.length) - 1;
    this.replies[at](seen, response);
  }

  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise(done => {
      this.server.close(done);
    });
  }
}
