import {
  ReleaseSettings,
  SCHEMA_VERSION,
  parseWith,
  releaseSettings,
} from '@adaptive-delivery/plugin-release-common';
import { InputError, isError } from '@backstage/errors';
import { Document, isMap, parseDocument } from 'yaml';
import { Onboarding } from './onboarding';
import { withLineEndsOf, yamlStyle } from './yamlStyle';

const HEADER = ` What \`release emit\` collects after a build; see the reference in the README
 of release-cli. Each build leaves what it made in out/<os>/packages and its
 JUnit XML in out/<os>/reports.`;

function settingsOf({
  entityRef,
  environment,
  builds,
  repoUrl,
}: Onboarding): ReleaseSettings {
  return {
    schemaVersion: SCHEMA_VERSION,
    component: entityRef,
    environment,
    ...(repoUrl ? { repo: { url: repoUrl } } : {}),
    artifacts: builds.map(({ os, arch }) => ({
      path: `out/${os}/packages/*`,
      os,
      arch,
    })),
    junit: builds.map(({ os }) => ({ files: `out/${os}/reports/*.xml`, os })),
  };
}

function check(settings: unknown) {
  try {
    parseWith(releaseSettings, 'release.yaml', settings);
  } catch (error) {
    if (isError(error) && error.name === 'ContractError') {
      throw new InputError(error.message);
    }
    throw error;
  }
}

/**
 * The settings of the repository. What a person wrote about artifacts, reports
 * and change metrics stays; only the component, the environment and what is
 * missing are set.
 *
 * @param yaml - undefined when there is no file yet
 * @returns the text to write; the very same when nothing had to change
 */
export function mergeSettings(
  yaml: string | undefined,
  onboarding: Onboarding,
): string {
  const wanted = settingsOf(onboarding);
  if (yaml === undefined) {
    check(wanted);
    const document = new Document(wanted);
    document.commentBefore = HEADER;
    return document.toString(yamlStyle(''));
  }
  const document = parseDocument(yaml);
  const [fault] = document.errors;
  if (fault) throw new InputError(`release.yaml: ${fault.message}`);
  if (document.contents !== null && !isMap(document.contents)) {
    throw new InputError('release.yaml: is no map');
  }
  const current: Partial<ReleaseSettings> = document.toJS() ?? {};
  let isChanged = false;
  for (const [key, value] of Object.entries(wanted)) {
    const isOurs = key === 'component' || key === 'environment';
    const now = current[key as keyof ReleaseSettings];
    if (now !== undefined && (!isOurs || now === value)) continue;
    document.set(key, document.createNode(value));
    isChanged = true;
  }
  check(document.toJS());
  return isChanged
    ? withLineEndsOf(yaml, document.toString(yamlStyle(yaml)))
    : yaml;
}
