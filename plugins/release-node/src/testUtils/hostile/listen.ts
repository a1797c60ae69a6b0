import { createServer, RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';

/** A real HTTP server on a port of its own on 127.0.0.1. */
export async function listen(
  listener: RequestListener,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
