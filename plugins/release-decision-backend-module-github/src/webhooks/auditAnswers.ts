import { AuditorService } from '@backstage/backend-plugin-api';
import { Audit } from './Answers';

/** Leaves an audit event for every answer given on GitHub, with how it ended. */
export function auditAnswers(auditor: AuditorService): Audit {
  return async ({ login, decision, decisionId }, run) => {
    const event = await auditor.createEvent({
      eventId: 'github-answer',
      severityLevel: 'medium',
      meta: { id: decisionId, decision, githubUser: login },
    });
    try {
      const settled = await run();
      await (settled.ending === 'counted'
        ? event.success()
        : event.fail({ error: new Error(settled.words) }));
      return settled;
    } catch (error) {
      await event.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  };
}
