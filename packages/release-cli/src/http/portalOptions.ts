import { resolve } from 'node:path';
import { badInput } from '../exitCodes';
import { fileFault } from '../files/fileFault';
import { readBounded } from '../files/readBounded';
import { Io } from '../output/io';

export type PortalFlags = { portal?: string; tokenFile?: string };

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function portalAddress(flags: PortalFlags, io: Io): URL {
  const value = flags.portal ?? io.env.RELEASE_PORTAL;
  if (!value) {
    throw badInput(
      'where is the portal? Give --portal <url>, or set RELEASE_PORTAL.',
    );
  }
  if (!URL.canParse(value)) throw badInput(`--portal ${value} is not a URL`);
  const url = new URL(value);
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw badInput(`--portal ${value} is not an http or https URL`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw badInput(
      '--portal takes an address only: no credentials, no query, no fragment',
    );
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    io.err(
      `notice: ${url.origin} is not encrypted; the token can be read on the way`,
    );
  }
  return url;
}

async function readToken(flags: PortalFlags, io: Io): Promise<string> {
  if (flags.tokenFile === undefined) return io.env.RELEASE_TOKEN ?? '';
  try {
    return await readBounded(resolve(io.cwd, flags.tokenFile), 16 * 1024);
  } catch (error) {
    throw badInput(`--token-file ${flags.tokenFile}: ${fileFault(error)}`);
  }
}

/**
 * Address and token of the portal. The token comes from a file or from
 * RELEASE_TOKEN, never from an argument, which others on the machine could read.
 *
 * @throws CliError saying which of them is missing or malformed.
 */
export async function portalOptions(flags: PortalFlags, io: Io) {
  const portal = portalAddress(flags, io);
  const token = (await readToken(flags, io)).trim();
  if (!token) {
    throw badInput(
      'no token: give --token-file <file>, or set RELEASE_TOKEN in the environment',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw badInput('the token holds white space or other than ASCII');
  }
  return { portal, token };
}
