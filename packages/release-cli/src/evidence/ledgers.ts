/** The backends that keep a ledger, and what it takes to read it. */
export const LEDGERS = [
  { plugin: 'release-decision', needs: 'release.decision.read' },
  { plugin: 'rollout', needs: 'rollout.read' },
  { plugin: 'canary-analyzer', needs: 'rollout.read' },
  { plugin: 'learning', needs: 'policy.read' },
] as const;

export const KEYS_FILE = 'keys.json';
export const ROOTS_FILE = 'roots.jsonl';
export const ledgerFileOf = (plugin: string) => `${plugin}.jsonl`;
