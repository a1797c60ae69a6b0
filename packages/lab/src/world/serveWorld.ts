import express from 'express';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { World, WorldOptions } from './World';
import { createWorldRouter } from './worldRouter';

export type ServedWorld = {
  world: World;
  url: string;
  close(): Promise<void>;
};

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

/** Opens the world and serves it on the loopback interface; port 0 takes a free one. */
export async function serveWorld(
  options: WorldOptions & { port: number },
): Promise<ServedWorld> {
  const app = express();
  app.disable('x-powered-by');
  const server = createServer(app);
  // The port first: when it is taken, nothing else has begun.
  await listen(server, options.port);
  const stopServer = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  let world: World;
  try {
    world = await World.open(options);
  } catch (error) {
    await stopServer();
    throw error;
  }
  app.use(createWorldRouter({ world, now: Date.now }));
  const { port } = server.address() as AddressInfo;
  return {
    world,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await stopServer();
      await world.close();
    },
  };
}
