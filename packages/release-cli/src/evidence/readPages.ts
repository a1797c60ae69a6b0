import { z } from 'zod';
import { PortalClient } from '../http/PortalClient';
import { readAnswer } from '../http/answers';
import { withRetries } from '../http/retry';
import { Io } from '../output/io';

const ROWS_PER_PAGE = 100;

const page = z.looseObject({
  items: z.array(z.unknown()),
  nextCursor: z.string().max(200).nullable(),
});

export type PageSource = {
  client: PortalClient;
  io: Io;
  timeoutMs: number;
  patienceMs: number;
};

/** The items of a list of the portal, page by page. */
export async function* readPages(
  source: PageSource,
  of: { plugin: string; path: string; needs: string },
): AsyncGenerator<unknown[]> {
  const { client, io, timeoutMs, patienceMs } = source;
  let cursor: string | null = null;
  do {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const { items, nextCursor } = await withRetries(
      io,
      patienceMs,
      async () => {
        const { body } = await client.request({
          method: 'GET',
          plugin: of.plugin,
          path: `${of.path}?limit=${ROWS_PER_PAGE}${query}`,
          needs: of.needs,
          timeoutMs,
        });
        return readAnswer(page, body);
      },
    );
    yield items;
    cursor = nextCursor;
  } while (cursor);
}
