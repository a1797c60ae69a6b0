import { RemoteError } from '@adaptive-delivery/plugin-release-node';
import { ReleaseProblem } from './ReleaseProblem';

/**
 * Submits, and says in words what the portal refuses.
 *
 * @throws ReleaseProblem when the portal answers 409.
 */
export async function whenRefused<T>(
  name: string,
  submit: () => Promise<T>,
): Promise<T> {
  try {
    return await submit();
  } catch (error) {
    if (error instanceof Error && error.name === 'RemoteError') {
      const { statusCode, message } = error as RemoteError;
      if (statusCode === 409) {
        const reason = message.replace(/^\S+ answered \d+: /, '');
        throw new ReleaseProblem(`${name} was refused: ${reason}`, 3);
      }
    }
    throw error;
  }
}
