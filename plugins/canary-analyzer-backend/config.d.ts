export interface Config {
  adaptiveDelivery?: {
    metrics?: {
      /** Where the analyzer gets its series; without it every verdict is `sourceUnavailable`. */
      prometheus?: {
        /**
         * Base address of anything with Prometheus' HTTP API, such as
         * http://prometheus:9090; the only host that is called.
         */
        url?: string;
        /** Seconds for one attempt of one query, up to 60; 5 unless given. */
        timeoutSeconds?: number;
        /**
         * Sent as `Authorization: Bearer`.
         * @visibility secret
         */
        bearerToken?: string;
      };
    };
  };
}
