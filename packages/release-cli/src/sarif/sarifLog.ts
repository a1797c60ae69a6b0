import { z } from 'zod';
import { checkReport, keysOf, readJson } from '../reports/parseJsonReport';

const index = z.int().min(-1).optional();

const level = z.enum(['none', 'note', 'warning', 'error']);

const artifactLocation = z.object({
  uri: z.string().optional(),
  uriBaseId: z.string().optional(),
  index,
});

const line = z.int().min(0).optional();

const result = z.object({
  ruleId: z.string().optional(),
  ruleIndex: index,
  rule: z
    .object({
      id: z.string().optional(),
      index,
      toolComponent: z.object({ index }).optional(),
    })
    .optional(),
  level: level.optional(),
  kind: z.string().optional(),
  message: z.object({
    text: z.string().optional(),
    markdown: z.string().optional(),
    id: z.string().optional(),
    arguments: z.array(z.string()).optional(),
  }),
  locations: z
    .array(
      z.object({
        physicalLocation: z
          .object({
            artifactLocation: artifactLocation.optional(),
            region: z.object({ startLine: line, startColumn: line }).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  fingerprints: z.record(z.string(), z.string()).optional(),
  partialFingerprints: z.record(z.string(), z.string()).optional(),
  baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).optional(),
  suppressions: z
    .array(
      z.object({
        status: z.enum(['accepted', 'underReview', 'rejected']).optional(),
      }),
    )
    .optional(),
});
export type SarifResult = z.infer<typeof result>;

const component = z.object({
  name: z.string().min(1),
  rules: z
    .array(
      z.object({
        id: z.string(),
        defaultConfiguration: z.object({ level: level.optional() }).optional(),
      }),
    )
    .optional(),
});

const notification = z.object({
  message: z.object({ text: z.string().optional() }).optional(),
});

const run = z.object({
  tool: z.object({
    driver: component,
    extensions: z.array(component).optional(),
  }),
  invocations: z
    .array(
      z.object({
        executionSuccessful: z.boolean().optional(),
        toolExecutionNotifications: z.array(notification).optional(),
        toolConfigurationNotifications: z.array(notification).optional(),
      }),
    )
    .optional(),
  artifacts: z
    .array(z.object({ location: artifactLocation.optional() }))
    .optional(),
  originalUriBaseIds: z.record(z.string(), artifactLocation).optional(),
  results: z.array(result, {
    error: issue =>
      issue.input === undefined || issue.input === null
        ? 'is missing: the tool did not come to a result'
        : undefined,
  }),
});
export type SarifRun = z.infer<typeof run>;

const sarifLog = z.object({
  runs: z.array(run).min(1, { error: 'is empty: no tool ran' }),
});

function checkCompleted({ runs }: z.infer<typeof sarifLog>) {
  runs.forEach(({ tool, invocations = [] }, at) =>
    invocations.forEach((invocation, place) => {
      if (invocation.executionSuccessful !== false) return;
      const [first] = [
        ...(invocation.toolExecutionNotifications ?? []),
        ...(invocation.toolConfigurationNotifications ?? []),
      ];
      const why = first?.message?.text?.slice(0, 300) ?? 'it does not say why';
      throw new Error(
        `is of a run of ${tool.driver.name} that did not succeed (runs[${at}].invocations[${place}]): ${why}`,
      );
    }),
  );
}

/**
 * Reads a SARIF 2.1.0 log (OASIS Standard). A run without results did not come
 * to any, which is another thing than none found (section 3.14.23), and one
 * that says that it failed has not seen everything.
 *
 * @throws Error saying what is wrong, with the place in the log.
 */
export function parseSarif(text: string): SarifRun[] {
  const document = readJson(text);
  const { version, runs } = keysOf(document);
  if (runs === undefined) {
    throw new Error('is not a SARIF log: it has no runs');
  }
  if (version !== '2.1.0') {
    throw new Error(
      `is SARIF ${String(version).slice(0, 20)}; give version 2.1.0`,
    );
  }
  const log = checkReport(sarifLog, document);
  checkCompleted(log);
  return log.runs;
}
