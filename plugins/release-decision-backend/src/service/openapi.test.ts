import { TestDatabases } from '@backstage/backend-test-utils';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { createTestPortal } from '../__testUtils__/createTestPortal';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

type Layer = {
  route?: { path: string; methods: Record<string, boolean> };
};

it('the document and the router have the same routes', async () => {
  const document = parse(
    await readFile(
      path.resolve(__dirname, '../../schema/openapi.yaml'),
      'utf8',
    ),
  );
  const described = Object.entries<Record<string, unknown>>(document.paths)
    .flatMap(([route, operations]) =>
      Object.keys(operations).map(method => `${method} ${route}`),
    )
    .sort();

  const { router } = await createTestPortal({
    knex: await databases.init('SQLITE_3'),
  });
  const routed = (router.stack as Layer[])
    .flatMap(({ route }) =>
      route
        ? Object.keys(route.methods).map(
            method => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`,
          )
        : [],
    )
    .sort();
  expect(described).toEqual(routed);
  expect(routed.length).toBeGreaterThan(10);
});
