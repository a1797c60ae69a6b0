/** There is no such artifact. Says nothing about a store that is away. */
export class ArtifactMissingError extends Error {
  readonly name = 'ArtifactMissingError';

  constructor(readonly path: string, message?: string) {
    super(message ?? `There is no ${path} in the artifact store`);
  }
}

/** What is there has other content than what was asked for. */
export class ArtifactConflictError extends Error {
  readonly name = 'ArtifactConflictError';
}

/** The store answered, and said no; trying again changes nothing by itself. */
export class ArtifactRefusedError extends Error {
  readonly name = 'ArtifactRefusedError';
}

/** The store did not answer, or could not: nothing is known about what is there. */
export class ArtifactStoreUnreachableError extends Error {
  readonly name = 'ArtifactStoreUnreachableError';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
