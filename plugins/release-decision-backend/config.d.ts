export interface Config {
  adaptiveDelivery?: {
    policy?: {
      /**
       * Folders with the YAML files of the policy bundle, relative to the
       * working directory of the backend. Sections of a later folder replace
       * those of an earlier one.
       */
      folders: string[];
    };
    /**
     * Who may give which approval, as group or user references. The role
     * `owner` is the owner of the component in the catalog.
     */
    approvers?: {
      sre?: string[];
      security?: string[];
    };
  };
}
