import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { FileModelRuntime } from './FileModelRuntime';
import { ModelRegistry } from './ModelRegistry';

const SHIPPED = ['change-risk.json'];

/** Files of models: those that come with the portal, and those that are configured. */
export function modelFiles(config: Config): string[] {
  return [
    ...SHIPPED.map(name =>
      resolvePackagePath(
        '@adaptive-delivery/plugin-release-decision-backend',
        'models',
        name,
      ),
    ),
    ...(config.getOptionalStringArray('adaptiveDelivery.models.files') ?? []),
  ];
}

/** @throws InputError naming a file that cannot be used. */
export async function addModelFiles(
  models: ModelRegistry,
  files: readonly string[],
): Promise<void> {
  for (const file of files) {
    models.addRuntime(await FileModelRuntime.read(file));
  }
}
