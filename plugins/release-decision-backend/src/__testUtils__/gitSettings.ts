import { GitSettings } from '../policy/git/GitSettings';

/** The branch main of a repository, with its folder `policies`. */
export const gitSettings = (
  url: string,
  change: Partial<GitSettings> = {},
): GitSettings => ({
  key: 'adaptiveDelivery.policy.sources[0].git',
  url,
  ref: { kind: 'branch', name: 'main' },
  folder: 'policies',
  credentials: null,
  pollSeconds: 60,
  timeoutSeconds: 10,
  ...change,
});
