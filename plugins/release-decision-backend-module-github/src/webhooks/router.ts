import {
  createRefusalLog,
  denyRequest,
  rawBody,
  rawBodyErrors,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Request, Response, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { ReadSettings, WebhookEvent, readEvent } from './payload';
import { hasSignatureForm, isSigned } from './verifySignature';

export const WEBHOOKS_PATH = '/v1/github/webhooks';
const MAX_BODY_BYTES = 5 * 1024 * 1024;

export type WebhookRouterDeps = {
  settings: ReadSettings & { webhookSecrets: readonly string[] };
  /**
   * Keeps what must not get lost and returns; the work goes on behind the
   * answer. False when this was taken before.
   */
  take: (body: Buffer, event: WebhookEvent) => Promise<boolean>;
  logger: LoggerService;
};

/** What parsing throws for what is not JSON, or not UTF-8. */
const NOT_JSON = new Set(['SyntaxError', 'TypeError']);

function parseJson(body: Buffer): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  return JSON.parse(text);
}

/**
 * @returns what the webhook tells, null for what does not concern this module,
 * or in words why it is not what GitHub sends.
 */
function eventOf(
  req: Request,
  settings: ReadSettings,
): WebhookEvent | string | null {
  try {
    const name = req.header('x-github-event') ?? '';
    return readEvent(name, parseJson(req.body), settings);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'PayloadError') return message;
    if (NOT_JSON.has(name)) return 'The body is not JSON in UTF-8';
    throw error;
  }
}

const unauthenticated = (res: Response, words: string) =>
  denyRequest(res, 401, 'AuthenticationError', words);

/**
 * Where GitHub sends webhooks. Backstage lets anybody in here: the signature
 * over the raw body is what is checked, before anything is parsed.
 */
export function createRouter(deps: WebhookRouterDeps): ExpressRouter {
  const { settings, take, logger } = deps;
  const { webhookSecrets: secrets } = settings;
  const refused = createRefusalLog({
    path: WEBHOOKS_PATH,
    remedy:
      'If GitHub sent it, check adaptiveDelivery.github and the webhook of the GitHub App',
    logger,
    now: () => performance.now(),
  });
  const router = Router();

  router.post(
    WEBHOOKS_PATH,
    // Without a signature not even the body is read.
    (req, res, next) => {
      if (hasSignatureForm(req.header('x-hub-signature-256'))) next();
      else unauthenticated(res, 'The request is not signed');
    },
    rawBody(MAX_BODY_BYTES),
    async (req, res) => {
      const body: Buffer = req.body;
      const signature = req.header('x-hub-signature-256') ?? '';
      if (!isSigned({ secrets, signature, body })) {
        refused('its signature is not valid');
        unauthenticated(res, 'The signature is not valid');
        return;
      }
      const event = eventOf(req, settings);
      if (typeof event === 'string') {
        refused(event);
        denyRequest(res, 400, 'InputError', event);
        return;
      }
      if (!event) {
        res.status(202).json({ outcome: 'ignored' });
        return;
      }
      const isNew = await take(body, event);
      res.status(202).json({ outcome: isNew ? 'taken' : 'takenBefore' });
    },
  );
  router.use(WEBHOOKS_PATH, rawBodyErrors());
  return router;
}
