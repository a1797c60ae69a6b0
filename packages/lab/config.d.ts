export interface Config {
  /** Without it the lab adds nothing to the portal. */
  lab?: {
    /** Where the lab's world answers, such as `http://127.0.0.1:7010`. */
    url: string;
    /** Folder for what the lab keeps; relative to the working directory. */
    dataFolder: string;
    /**
     * Token that the lab submits its releases with. Without it, the token of
     * the entry of `backend.auth.externalAccess` for `release-decision`.
     * @visibility secret
     */
    pipelineToken?: string;
  };
}
