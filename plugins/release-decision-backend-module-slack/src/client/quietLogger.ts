import { LoggerService } from '@backstage/backend-plugin-api';
import { LogLevel, type WebClientOptions } from '@slack/web-api';

/**
 * What the client says while it works is for debugging only: its failures
 * reach the log through whoever called it, in words.
 */
export function quietLogger(
  logger: LoggerService,
): NonNullable<WebClientOptions['logger']> {
  const debug = (...parts: unknown[]) => logger.debug(parts.join(' '));
  return {
    debug,
    info: debug,
    warn: debug,
    error: debug,
    setLevel: () => {},
    getLevel: () => LogLevel.DEBUG,
    setName: () => {},
  };
}
