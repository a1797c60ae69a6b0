import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ChildProcess, fork } from 'node:child_process';
import { FaultProfile } from '../targets/faults';
import { ServiceOrder, ServiceReady, ServiceStart } from '../service/protocol';

const START_TIMEOUT_MS = 15_000;
const DRAIN_TIMEOUT_MS = 3_000;

/** One running version of the service: a child process of its own. */
export class ServiceProcess {
  private stopping = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** @throws Error when the process does not become ready in time. */
  static async start(options: ServiceStart): Promise<ServiceProcess> {
    const child = fork(
      resolvePackagePath('@adaptive-delivery/lab', 'src/service/main.ts'),
      [JSON.stringify(options)],
      {
        execArgv: [
          '--max-old-space-size=96',
          '--require',
          require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
        ],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    );
    const port = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(
          new Error(
            `${options.component} ${options.version} was not ready within ${START_TIMEOUT_MS} ms`,
          ),
        );
      }, START_TIMEOUT_MS);
      child.on('message', (message: Partial<ServiceReady>) => {
        // The transpiler's hook sends messages of its own on this channel.
        if (message.kind !== 'ready' || !message.port) return;
        clearTimeout(timer);
        resolve(message.port);
      });
      child.once('error', error => {
        clearTimeout(timer);
        reject(error);
      });
      child.once('exit', code => {
        clearTimeout(timer);
        reject(
          new Error(
            `${options.component} ${options.version} ended with code ${code} before it was ready`,
          ),
        );
      });
    });
    return new ServiceProcess(child, port);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Calls back when the process ends without having been asked to. */
  onCrash(callback: () => void): void {
    this.child.once('exit', () => {
      if (!this.stopping) callback();
    });
  }

  setFaults(faults: FaultProfile): void {
    this.send({ kind: 'faults', faults });
  }

  /** Lets answers under way finish, then ends the process. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (!this.running) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(
        () => this.child.kill('SIGKILL'),
        DRAIN_TIMEOUT_MS,
      );
      this.child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.send({ kind: 'drain' });
    });
  }

  /** Ends the process at once. */
  kill(): void {
    this.stopping = true;
    if (this.running) this.child.kill('SIGKILL');
  }

  private send(order: ServiceOrder) {
    if (this.child.connected) this.child.send(order);
  }
}
