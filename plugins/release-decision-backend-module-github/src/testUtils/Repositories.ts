import { z } from 'zod';

/** An answer of the REST API. */
export type Answer = { status: number; body?: unknown };

export type CheckRun = {
  id: number;
  name: string;
  head_sha: string;
  external_id: string;
  details_url: string;
  status: string;
  conclusion: string | null;
  output: { title: string; summary: string; text: string };
  actions: Array<{ label: string; description: string; identifier: string }>;
};

export type Comment = { on: string; body: string };
export type Review = {
  run: number;
  environment_name: string;
  state?: string;
  comment: string;
};

const MAX_REPORTS = 10;
const text = z.string().max(65_535);
const conclusions = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
] as const;

const content = z.strictObject({
  name: z.string().min(1).max(255),
  external_id: z.string().max(255),
  details_url: z.url({ protocol: /^https?$/ }),
  status: z.enum(['queued', 'in_progress', 'completed']),
  conclusion: z.enum(conclusions).optional(),
  started_at: z.iso.datetime(),
  completed_at: z.iso.datetime().optional(),
  output: z.strictObject({
    title: z.string().min(1).max(255),
    summary: text,
    text,
  }),
  actions: z
    .array(
      z.strictObject({
        label: z.string().min(1).max(20),
        description: z.string().min(1).max(40),
        identifier: z.string().min(1).max(20),
      }),
    )
    .max(3),
});
const comment = z.strictObject({ body: z.string().min(1).max(65_536) });
const review = z.strictObject({
  environment_name: z.string().min(1),
  state: z.enum(['approved', 'rejected']).optional(),
  comment: z.string(),
});

const invalid = (error: z.ZodError | string): Answer => ({
  status: 422,
  body: {
    message: 'Validation Failed',
    errors: [
      typeof error === 'string'
        ? error
        : error.issues.map(i => `${i.path.join('.')}: ${i.message}`).join('; '),
    ],
  },
});

/** Check runs, comments and waiting deployments, with GitHub's limits. */
export class Repositories {
  readonly checks: CheckRun[] = [];
  readonly comments: Comment[] = [];
  readonly reviews: Review[] = [];
  /** Runs that wait, with the environments they wait for. */
  readonly waiting = new Map<number, string[]>();
  private lastId = 1000;

  constructor(private readonly appId: number) {}

  createCheck(body: unknown): Answer {
    const parsed = content
      .extend({ head_sha: z.string().regex(/^[0-9a-f]{40}$/) })
      .safeParse(body);
    if (!parsed.success) return invalid(parsed.error);
    const { conclusion = null } = parsed.data;
    if (parsed.data.status === 'completed' && !conclusion) {
      return invalid('conclusion: is required when completed');
    }
    const run = { ...parsed.data, id: ++this.lastId, conclusion };
    this.checks.push(run);
    return { status: 201, body: this.shown(run) };
  }

  /** A run that is completed stays so, whatever status is asked for. */
  updateCheck(id: number, body: unknown): Answer {
    const run = this.checks.find(c => c.id === id);
    if (!run) return { status: 404, body: { message: 'Not Found' } };
    const parsed = content.safeParse(body);
    if (!parsed.success) return invalid(parsed.error);
    const wasCompleted = run.status === 'completed';
    const { conclusion, status } = parsed.data;
    Object.assign(run, parsed.data, {
      status: wasCompleted || conclusion ? 'completed' : status,
      conclusion: conclusion ?? run.conclusion,
    });
    return { status: 200, body: this.shown(run) };
  }

  listChecks(sha: string, query: URLSearchParams): Answer {
    const perPage = Number(query.get('per_page') ?? 30);
    const page = Number(query.get('page') ?? 1);
    const runs = this.checks
      .filter(({ head_sha }) => head_sha === sha)
      .filter(
        (run, _, all) =>
          query.get('filter') === 'all' ||
          !all.some(({ name, id }) => name === run.name && id > run.id),
      );
    const shown = runs.slice((page - 1) * perPage, page * perPage);
    return {
      status: 200,
      body: {
        total_count: runs.length,
        check_runs: shown.map(run => this.shown(run)),
      },
    };
  }

  private shown(run: CheckRun) {
    const { actions: _, ...rest } = run;
    return { ...rest, app: { id: this.appId } };
  }

  /** What the page of a commit shows: the latest run by each name. */
  latest(name: string): CheckRun | undefined {
    return this.checks.filter(run => run.name === name).at(-1);
  }

  addComment(on: string, body: unknown): Answer {
    const parsed = comment.safeParse(body);
    if (!parsed.success) return invalid(parsed.error);
    this.comments.push({ on, body: parsed.data.body });
    return { status: 201, body: { id: ++this.lastId } };
  }

  review(run: number, body: unknown): Answer {
    const parsed = review.safeParse(body);
    if (!parsed.success) return invalid(parsed.error);
    const { environment_name: environment, state } = parsed.data;
    const waits = this.waiting.get(run) ?? [];
    if (!waits.includes(environment)) {
      return invalid(`${environment} does not wait for this App`);
    }
    const reports = this.reviews.filter(r => r.run === run && !r.state);
    if (!state && reports.length >= MAX_REPORTS) {
      return invalid(`no more than ${MAX_REPORTS} reports`);
    }
    this.reviews.push({ run, ...parsed.data });
    if (state) {
      this.waiting.set(
        run,
        waits.filter(name => name !== environment),
      );
    }
    return { status: 204 };
  }
}
