/** Something the person can mend; its message is shown without a stack. */
export class UserError extends Error {
  name = 'UserError';
}

/** Shows an error: its message alone where it was written for a person. */
export function showError(error) {
  const message =
    error instanceof UserError ? error.message : error?.stack ?? String(error);
  console.error(`\n${message}\n`);
}
