/** What the portal knows how to do in a rollback. */
export type PlaybookAction = 'quarantine' | 'restore' | 'redeploy' | 'verify';

/** A declared way back; a changed list of steps is a new version. */
export type Playbook = {
  name: string;
  version: string;
  steps: ReadonlyArray<{
    action: PlaybookAction;
    /** Shown in the incident's timeline, and how the step is found again. */
    name: string;
    words: string;
  }>;
};

/** How every rollback goes, whoever asked for it. */
export const returnToStable: Playbook = {
  name: 'return-to-stable',
  version: '1',
  steps: [
    {
      action: 'quarantine',
      name: 'Quarantine the digests',
      words:
        'No entry point takes these digests again until the cool-down is over.',
    },
    {
      action: 'restore',
      name: 'Return to stable',
      words:
        'Takes all exposure from the candidate and gives it back to stable.',
    },
    {
      action: 'redeploy',
      name: 'Redeploy the previous release',
      words:
        'Only where the candidate had become stable already: deploys what the target ran before.',
    },
    {
      action: 'verify',
      name: 'Verify at the target',
      words:
        'Asks the target: the candidate has 0 %, and stable is what it was.',
    },
  ],
};

/** Where a rollback must not be automatic: nothing is changed, a person is asked. */
export const keepExposure: Playbook = {
  name: 'keep-exposure',
  version: '1',
  steps: [],
};
