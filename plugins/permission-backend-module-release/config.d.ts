export interface Config {
  adaptiveDelivery?: {
    /**
     * Users and groups (`group:default/sre`, or `*` for everybody signed in)
     * that hold each role.
     */
    roles?: {
      /** Sees decisions, rollouts and policies; everybody when left out. */
      viewer?: string[];
      /** Approves and rejects what the decision itself lets them approve. */
      approver?: string[];
      /** Pauses, resumes, promotes a step, aborts, rolls back. */
      operator?: string[];
      /** Overrides a decision, lifts a quarantine. */
      releaseManager?: string[];
      /** Proposes changes to the policy. */
      policyAuthor?: string[];
      /** Manages the catalog and the templates of others. */
      administrator?: string[];
    };
  };
}
