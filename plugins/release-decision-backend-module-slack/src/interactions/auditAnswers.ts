import { AuditorService } from '@backstage/backend-plugin-api';
import { Settled } from './Interactions';
import { DialogAnswer } from './payload';

/** Leaves an audit event for every answer given in Slack, with how it ended. */
export function auditAnswers(auditor: AuditorService) {
  return async (
    { asked, user }: DialogAnswer,
    run: () => Promise<Settled>,
  ): Promise<Settled> => {
    const event = await auditor.createEvent({
      eventId: 'slack-answer',
      severityLevel: 'medium',
      meta: {
        id: asked.decisionId,
        decision: asked.decision,
        slackUser: user,
      },
    });
    const settled = await run();
    await (settled.ending === 'counted'
      ? event.success()
      : event.fail({ error: new Error(settled.words) }));
    return settled;
  };
}
