import { AddressInfo } from 'node:net';
import { createService } from './createService';
import { ServiceOrder, ServiceReady, ServiceStart } from './protocol';

/** Entry of one process of the payments service; a child of the lab's world. */
const start: ServiceStart = JSON.parse(process.argv[2]);
const service = createService(start);

process.on('message', (order: ServiceOrder) => {
  if (order.kind === 'faults') {
    service.setFaults(order.faults);
  } else {
    service.server.close(() => process.exit(0));
    // Answers under way are finished; their connections are idle after that.
    setInterval(() => service.server.closeIdleConnections(), 50);
  }
});
// The world is gone, however it ended.
process.on('disconnect', () => process.exit(0));
// Signals reach the whole process group; the world decides when to go.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

service.warmUp();
service.server.listen(0, '127.0.0.1', () => {
  const { port } = service.server.address() as AddressInfo;
  const ready: ServiceReady = { kind: 'ready', port };
  process.send?.(ready);
});
