export interface Config {
  adaptiveDelivery?: {
    /** How releases are rolled out. */
    rollout?: {
      /**
       * Hours for which the digests of a release that was taken back are
       * refused everywhere. Default 72.
       */
      coolDownHours?: number;
      /** Rollouts that one process works on at the same time. Default 4. */
      concurrency?: number;
      /** Real milliseconds between two looks for due work. Default 250. */
      pollMilliseconds?: number;
      /** Seconds a deployment target may take to answer; at most 25. Default 20. */
      targetTimeoutSeconds?: number;
      /** Seconds the analyzer may take to answer; at most 25. Default 20. */
      analyzerTimeoutSeconds?: number;
    };
  };
}
