import {
  createRefusalLog,
  denyRequest as deny,
  rawBody,
  rawBodyErrors,
  sha256Of,
} from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { Interactions } from './Interactions';
import { Interaction, readInteraction } from './payload';
import { hasSignatureForm, verifySignature } from './verifySignature';

export const INTERACTIONS_PATH = '/v1/slack/interactions';
/** Slack sends the whole message back with a click. */
const MAX_BODY_BYTES = 1024 * 1024;

export type InteractionRouterDeps = {
  signingSecrets: readonly string[];
  interactions: Interactions;
  /** False when the digest was seen before. */
  remember: (digest: string) => Promise<boolean>;
  /** Milliseconds since 1970, of the real clock. */
  now: () => number;
  logger: LoggerService;
};

const headersOf = (req: Request) => ({
  signature: req.header('x-slack-signature'),
  timestamp: req.header('x-slack-request-timestamp'),
});

/** One click has one trigger; anything else is known by what was signed. */
function digestOf(interaction: Interaction, signed: string): string {
  return sha256Of(
    interaction.kind === 'click'
      ? `trigger ${interaction.triggerId}`
      : `signed ${signed}`,
  );
}

/**
 * Where Slack sends clicks and dialogs. Backstage lets anybody in here: the
 * signature over the raw body is what is checked, before anything is parsed.
 */
export function createRouter(deps: InteractionRouterDeps): ExpressRouter {
  const { interactions, remember, now, signingSecrets, logger } = deps;
  const refused = createRefusalLog({
    path: INTERACTIONS_PATH,
    remedy:
      'If Slack sent it, check adaptiveDelivery.slack.signingSecret and the clock',
    ...deps,
  });
  const router = Router();

  router.post(
    INTERACTIONS_PATH,
    // Without a signature not even the body is read.
    (req, res, next) => {
      if (hasSignatureForm(headersOf(req))) next();
      else deny(res, 401, 'AuthenticationError', 'The request is not signed');
    },
    rawBody(MAX_BODY_BYTES),
    async (req, res) => {
      const body: Buffer = req.body;
      const headers = headersOf(req);
      const verdict = verifySignature({
        ...headers,
        secrets: signingSecrets,
        body,
        nowMs: now(),
      });
      if (verdict !== 'valid') {
        refused(`its signature is ${verdict}`);
        deny(res, 401, 'AuthenticationError', 'The signature is not valid');
        return;
      }
      let interaction: Interaction | null;
      try {
        interaction = readInteraction(body);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        deny(res, 400, 'InputError', 'The body is not what Slack sends');
        return;
      }
      if (!interaction) {
        logger.debug('An interaction of Slack that nobody asked for');
        res.status(200).end();
        return;
      }
      const signed = `${headers.timestamp}:${body.toString('latin1')}`;
      if (!(await remember(digestOf(interaction, signed)))) {
        refused('it was sent before');
        deny(res, 409, 'ConflictError', 'This interaction was taken before');
        return;
      }
      const answer = await interactions.take(interaction);
      if (answer) res.status(200).json(answer);
      else res.status(200).end();
    },
  );
  router.use(INTERACTIONS_PATH, rawBodyErrors());
  return router;
}
