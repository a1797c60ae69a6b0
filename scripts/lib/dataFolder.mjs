import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from './UserError.mjs';

async function readIfThere(file) {
  return readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Whether an earlier start was ended while the lab's past was being made. */
async function isHalfMade(labFolder) {
  const marker = await readIfThere(path.join(labFolder, 'history.json'));
  if (marker === undefined) return false;
  try {
    return JSON.parse(marker).state === 'making';
  } catch (error) {
    if (error.name === 'SyntaxError') return true;
    throw error;
  }
}

/** A secret of this folder: made once, and for this account alone. */
async function makeOnce(file, make) {
  if (!(await readIfThere(file))?.trim()) {
    await writeFile(file, make(), { mode: 0o600 });
  }
  await chmod(file, 0o600);
}

const makeToken = () => `${randomBytes(32).toString('base64url')}\n`;

const makeSigningKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });

/**
 * Makes the data folder and, once, the token that pipelines submit with and
 * the key that decisions are signed with. A past that was left half made is
 * thrown away together with the databases that hold it and with the roots of
 * their ledgers.
 */
export async function prepareDataFolder(settings) {
  const { dataFolder, labFolder, portalFolder, logsFolder } = settings;
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    if (await isHalfMade(labFolder)) {
      await rm(labFolder, { recursive: true });
      await rm(portalFolder, { recursive: true, force: true });
      await rm(settings.anchorFile, { force: true });
    }
    for (const folder of [labFolder, portalFolder, logsFolder]) {
      await mkdir(folder, { recursive: true });
    }
    await makeOnce(settings.tokenFile, makeToken);
    await makeOnce(settings.signingKeyFile, makeSigningKey);
  } catch (error) {
    if (!error.code) throw error;
    throw new UserError(
      `The data folder ${dataFolder} cannot be used: ${error.message}. Give this account the right to write there, or name another folder with ADAPTIVE_DELIVERY_DATA.`,
    );
  }
}
