import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from './UserError.mjs';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
);

function readPort(variable, fallback) {
  const value = process.env[variable];
  if (!value) return fallback;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UserError(
      `${variable} is "${value}"; it must be a port number from 1 to 65535.`,
    );
  }
  return port;
}

/**
 * Where this portal runs and keeps its data. The three variables let a second
 * one run beside the first; app-config.yaml reads the same ones.
 */
export function readSettings() {
  const dataFolder = path.resolve(
    root,
    process.env.ADAPTIVE_DELIVERY_DATA || 'data',
  );
  return {
    port: readPort('ADAPTIVE_DELIVERY_PORT', 7007),
    labPort: readPort('ADAPTIVE_DELIVERY_LAB_PORT', 7010),
    dataFolder,
    logsFolder: path.join(dataFolder, 'logs'),
    labFolder: path.join(dataFolder, 'lab'),
    portalFolder: path.join(dataFolder, 'portal'),
    tokenFile: path.join(dataFolder, 'pipeline-token'),
    signingKeyFile: path.join(dataFolder, 'signing-key.pem'),
    anchorFile: path.join(dataFolder, 'ledger-roots.jsonl'),
  };
}

/** Variables under which the children read the same settings. */
export function settingsEnvironment(settings) {
  return {
    ADAPTIVE_DELIVERY_PORT: String(settings.port),
    ADAPTIVE_DELIVERY_LAB_PORT: String(settings.labPort),
    ADAPTIVE_DELIVERY_DATA: settings.dataFolder,
  };
}
