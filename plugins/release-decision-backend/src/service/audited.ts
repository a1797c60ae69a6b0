import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';

/** Runs a change between an audit event and its outcome. */
export async function audited<T>(
  auditor: AuditorService,
  /** Null where no request of the portal's is behind it. */
  req: Request | null,
  event: { eventId: string; meta?: JsonObject },
  change: () => Promise<T>,
): Promise<T> {
  const running = await auditor.createEvent({
    ...event,
    severityLevel: 'medium',
    ...(req && { request: req }),
  });
  try {
    const result = await change();
    await running.success();
    return result;
  } catch (error) {
    await running.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
}
