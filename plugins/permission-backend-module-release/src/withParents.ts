import { CatalogPeople } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { WithParents } from './ReleasePermissionPolicy';

/**
 * The groups above a person's groups, as the catalog has them. While it does
 * not answer, people have only what their own groups give: less, never more.
 */
export function createWithParents(
  people: Pick<CatalogPeople, 'withParents'>,
  logger: LoggerService,
): WithParents {
  return async refs => {
    try {
      return await people.withParents(refs);
    } catch (error) {
      logger.warn(
        `The groups above those of ${
          refs[0]
        } are not known, so only the roles of their own groups count now: ${
          error instanceof Error ? error.message : error
        }`,
      );
      return [...refs];
    }
  };
}
