import { createMockDirectory } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { createOnboardAction } from './onboard';
import { examples } from './onboard.examples';

const workspace = createMockDirectory();
afterEach(() => workspace.clear());

type Input = Parameters<
  ReturnType<typeof createOnboardAction>['handler']
>[0]['input'];

async function run(input: Input) {
  const output: Record<string, unknown> = {};
  await createOnboardAction().handler({
    ...createMockActionContext(),
    input,
    workspacePath: workspace.path,
    output: (name: string, value: unknown) => {
      output[name] = value;
    },
  });
  return output;
}

describe('release:onboard', () => {
  it.each(examples)(
    'keeps the promise of its example: $description',
    async ({ example }) => {
      const [step] = parse(example).steps;
      expect(step.action).toBe(createOnboardAction().id);
      const output = await run(step.input);
      const base = step.input.targetPath ? `${step.input.targetPath}/` : '';
      const read = (name: string) =>
        (base + name)
          .split('/')
          .reduce<unknown>(
            (at, key) => (at as Record<string, unknown>)[key],
            workspace.content({ shouldReadAsText: true }),
          );
      expect(output).toMatchObject({
        catalogInfo: read('catalog-info.yaml'),
        settings: read('release.yaml'),
        pipeline: read('Jenkinsfile.release'),
        files: expect.arrayContaining([
          expect.objectContaining({ path: 'release.yaml', state: 'created' }),
        ]),
      });
      expect(output.entityRef).toBe(parse(String(output.settings)).component);
    },
  );

  it.each(['..', '../other', '/etc', 'a/../../b'])(
    'does not leave the workspace for %s',
    async targetPath => {
      await expect(
        run({
          component: 'a',
          owner: 'group:default/a',
          builds: [{ os: 'linux', arch: 'x86_64' }],
          targetPath,
        }),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
      expect(workspace.content()).toEqual({});
    },
  );
});
