import {
  ModelRuntime,
  ModelRuntimeExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';

/** The models that a policy may ask, by name. */
export class ModelRegistry implements ModelRuntimeExtensionPoint {
  private readonly runtimes = new Map<string, ModelRuntime>();

  /** @throws Error for a name that is taken. */
  addRuntime(runtime: ModelRuntime): void {
    const { name } = runtime;
    if (this.runtimes.has(name)) {
      throw new Error(
        `Two models have the name ${name}; a policy could not say which it means`,
      );
    }
    this.runtimes.set(name, runtime);
  }

  find(name: string): ModelRuntime | undefined {
    return this.runtimes.get(name);
  }

  names(): string[] {
    return [...this.runtimes.keys()];
  }
}
