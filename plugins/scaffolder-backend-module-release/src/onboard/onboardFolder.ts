import { annotateCatalogInfo } from './catalogInfo';
import { Onboarding } from './onboarding';
import { renderPipeline } from './pipeline';
import { mergeSettings } from './settings';
import { readWorkspaceFile, writeWorkspaceFile } from './workspaceFile';

export type OnboardedFile = {
  path: string;
  /** `kept` is a file of the person's own that stays as it is. */
  state: 'created' | 'updated' | 'unchanged' | 'kept';
  content: string;
};

const IGNORED = '/.release/';

function ignoreContracts(text: string | undefined): string {
  const lines = (text ?? '').split(/\r?\n/);
  if (lines.some(line => /^\/?\.release\/?$/.test(line.trim()))) {
    return text ?? '';
  }
  return `${
    text && !text.endsWith('\n') ? `${text}\n` : text ?? ''
  }${IGNORED}\n`;
}

type Step = {
  path: string;
  next: (current: string | undefined, onboarding: Onboarding) => string;
  /** Made once; afterwards it belongs to the repository. */
  once?: boolean;
};

const steps: Step[] = [
  { path: 'catalog-info.yaml', next: annotateCatalogInfo },
  { path: 'release.yaml', next: mergeSettings },
  {
    path: 'Jenkinsfile.release',
    next: (_current, onboarding) => renderPipeline(onboarding),
    once: true,
  },
  { path: '.gitignore', next: ignoreContracts },
];

function stateOf(
  { once }: Step,
  before: string | undefined,
  after: string,
): OnboardedFile['state'] {
  if (before === undefined) return 'created';
  if (before === after) return 'unchanged';
  return once ? 'kept' : 'updated';
}

/**
 * Makes a checkout ready to be released through the portal. All files are read
 * and worked out before the first is written, so that a fault leaves the
 * folder as it was. Running it again changes nothing.
 */
export async function onboardFolder(
  folder: string,
  onboarding: Onboarding,
): Promise<OnboardedFile[]> {
  const files: OnboardedFile[] = [];
  for (const step of steps) {
    const before = await readWorkspaceFile(folder, step.path);
    const after = step.next(before, onboarding);
    const state = stateOf(step, before, after);
    const content = state === 'kept' && before !== undefined ? before : after;
    files.push({ path: step.path, state, content });
  }
  for (const { path, state, content } of files) {
    if (state === 'created' || state === 'updated') {
      await writeWorkspaceFile(folder, path, content);
    }
  }
  return files;
}
