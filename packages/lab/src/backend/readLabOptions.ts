import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import path from 'node:path';

export type LabOptions = {
  /** Without a trailing slash. */
  url: string;
  dataFolder: string;
  pipelineToken: string;
};

const DECIDE = 'release-decision';

/** The token by which the portal itself knows its pipelines. */
function findPipelineToken(config: Config): string | undefined {
  const entries =
    config.getOptionalConfigArray('backend.auth.externalAccess') ?? [];
  return entries
    .filter(
      entry =>
        entry.getOptionalString('type') === 'static' &&
        (entry.getOptionalConfigArray('accessRestrictions') ?? []).some(
          restriction => restriction.getOptionalString('plugin') === DECIDE,
        ),
    )
    .map(entry => entry.getOptionalString('options.token'))
    .find(token => token !== undefined);
}

/**
 * The lab's part of the configuration; undefined when there is no lab.
 *
 * @throws InputError naming the key that is missing or wrong.
 */
export function readLabOptions(config: Config): LabOptions | undefined {
  const url = config.getOptionalString('lab.url');
  if (!url) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(
      `lab.url is ${JSON.stringify(
        url,
      )}; give an http URL such as http://127.0.0.1:7010`,
    );
  }
  const dataFolder = config.getOptionalString('lab.dataFolder');
  if (!dataFolder) {
    throw new InputError(
      'lab.dataFolder is missing; name the folder in which the lab keeps its things, such as ../../data/lab',
    );
  }
  const pipelineToken =
    config.getOptionalString('lab.pipelineToken') ?? findPipelineToken(config);
  if (!pipelineToken) {
    throw new InputError(
      `The lab needs a token to submit releases with: set lab.pipelineToken, or a static entry of backend.auth.externalAccess with accessRestrictions for ${DECIDE}`,
    );
  }
  return {
    url: url.replace(/\/+$/, ''),
    dataFolder: path.resolve(dataFolder),
    pipelineToken: pipelineToken.trim(),
  };
}
