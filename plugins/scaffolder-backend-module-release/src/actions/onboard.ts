import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { onboardFolder } from '../onboard/onboardFolder';
import { readOnboarding } from '../onboard/onboarding';
import { examples } from './onboard.examples';

/**
 * `release:onboard` makes the repository in the workspace emit the release
 * contracts: annotations in catalog-info.yaml, release.yaml for the `release`
 * command, and a Jenkins pipeline that emits, verifies, submits and gates.
 */
export function createOnboardAction() {
  return createTemplateAction({
    id: 'release:onboard',
    description:
      'Makes a repository releasable through the portal: annotates catalog-info.yaml and adds release.yaml and Jenkinsfile.release.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        component: z =>
          z.string().describe('Name or entity reference of the component'),
        owner: z =>
          z
            .string()
            .describe('Owner, for a catalog-info.yaml that has to be made'),
        system: z =>
          z
            .string()
            .optional()
            .describe('System that the component is part of'),
        description: z =>
          z.string().optional().describe('What the component is'),
        environment: z =>
          z
            .string()
            .optional()
            .describe('Environment to release into (default: production)'),
        target: z =>
          z
            .string()
            .optional()
            .describe(
              'Where that environment runs, as <driver>:<name>, such as kubernetes:production/payments',
            ),
        metricLabels: z =>
          z
            .string()
            .optional()
            .describe(
              'Labels that single out its series (default: component="<name>")',
            ),
        analysisProfile: z =>
          z
            .string()
            .optional()
            .describe(
              'Profile of the policy that judges it (default: http-service)',
            ),
        builds: z =>
          z
            .array(
              z.object({
                os: z.enum(['linux', 'windows', 'arm']),
                arch: z.string(),
              }),
            )
            .describe('Systems that it is built for'),
        repoUrl: z =>
          z.string().optional().describe('Address of the repository'),
        targetPath: z =>
          z
            .string()
            .optional()
            .describe('Folder of the workspace (default: the workspace)'),
      },
      output: {
        entityRef: z => z.string().describe('The component'),
        files: z =>
          z
            .array(
              z.object({
                path: z.string(),
                state: z.enum(['created', 'updated', 'unchanged', 'kept']),
                content: z.string(),
              }),
            )
            .describe('What was made of each file'),
        catalogInfo: z => z.string().describe('Text of catalog-info.yaml'),
        settings: z => z.string().describe('Text of release.yaml'),
        pipeline: z => z.string().describe('Text of Jenkinsfile.release'),
      },
    },
    async handler(ctx) {
      const { targetPath = '.', environment, ...input } = ctx.input;
      const folder = resolveSafeChildPath(ctx.workspacePath, targetPath);
      const onboarding = readOnboarding({
        ...input,
        environment: environment || 'production',
      });
      const files = await onboardFolder(folder, onboarding);
      for (const { path, state } of files) ctx.logger.info(`${path}: ${state}`);
      if (!input.target) {
        ctx.logger.info(
          `No target was given: the portal decides about ${onboarding.entityRef}, but rolls it out only once catalog-info.yaml names adaptive-delivery.io/target-${onboarding.environment}`,
        );
      }
      const contentOf = (path: string) =>
        files.find(file => file.path === path)?.content ?? '';
      ctx.output('entityRef', onboarding.entityRef);
      ctx.output('files', files);
      ctx.output('catalogInfo', contentOf('catalog-info.yaml'));
      ctx.output('settings', contentOf('release.yaml'));
      ctx.output('pipeline', contentOf('Jenkinsfile.release'));
    },
  });
}
