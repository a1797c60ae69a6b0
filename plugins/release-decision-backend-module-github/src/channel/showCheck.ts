import { CheckContent, CheckRun, GitHubApi, isGitHubStatus } from '../client';
import { CheckPlace, CheckStore } from '../database';

/**
 * Brings the check run of a decision on a commit up to date, creating it when
 * there is none. One whose end GitHub knows cannot be opened again, so what
 * moves on from there gets a new one of the same name, which GitHub shows in
 * the old one's place.
 *
 * @throws GitHubFault
 */
export async function showCheck(
  deps: { api: GitHubApi; checks: CheckStore },
  place: CheckPlace,
  revision: number,
  content: CheckContent,
): Promise<void> {
  const { api, checks } = deps;
  const { repository, commit } = place;
  const isOpen = content.status !== 'completed';
  const known = await checks.find(place);
  if (known && known.revision >= revision) return;

  let current: CheckRun | null = null;
  if (known?.checkRunId) {
    current = { id: known.checkRunId, isCompleted: known.isCompleted };
  } else if (known) {
    current = await api.findCheck(repository, commit, place.decisionId);
  }
  const keep = async ({ id, isCompleted }: CheckRun) =>
    checks.shown(place, { checkRunId: id, isCompleted, revision });
  if (current && !(current.isCompleted && isOpen)) {
    try {
      await keep(await api.updateCheck(repository, current.id, content));
      return;
    } catch (error) {
      // Gone with its suite; a new one takes its place.
      if (!isGitHubStatus(error, 404)) throw error;
    }
  }
  await checks.intend(place);
  await keep(await api.createCheck(repository, commit, content));
}
