import { randomBytes } from 'node:crypto';
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

/**
 * Makes the data folder and, once, the token that pipelines submit with. A
 * past that was left half made is thrown away together with the databases
 * that hold it.
 */
export async function prepareDataFolder(settings) {
  const { dataFolder, labFolder, portalFolder, logsFolder, tokenFile } =
    settings;
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    if (await isHalfMade(labFolder)) {
      await rm(labFolder, { recursive: true });
      await rm(portalFolder, { recursive: true, force: true });
    }
    for (const folder of [labFolder, portalFolder, logsFolder]) {
      await mkdir(folder, { recursive: true });
    }
    if (!(await readIfThere(tokenFile))?.trim()) {
      await writeFile(tokenFile, `${randomBytes(32).toString('base64url')}\n`, {
        mode: 0o600,
      });
    }
    await chmod(tokenFile, 0o600);
  } catch (error) {
    if (!error.code) throw error;
    throw new UserError(
      `The data folder ${dataFolder} cannot be used: ${error.message}. Give this account the right to write there, or name another folder with ADAPTIVE_DELIVERY_DATA.`,
    );
  }
}
