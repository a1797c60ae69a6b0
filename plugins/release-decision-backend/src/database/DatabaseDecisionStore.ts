import {
  DecisionSummary,
  ExternalOutcome,
  Page,
  RolloutReport,
} from '@adaptive-delivery/plugin-release-common';
import { SharedCommits } from '@adaptive-delivery/plugin-release-node';
import { Knex } from 'knex';
import { HISTORY_LENGTH, historyOf, whyNotAlone } from '../domain';
import {
  Answer,
  AnswerResult,
  BundleOpener,
  CandidateKey,
  CommitQuery,
  DecisionFilter,
  DecisionStore,
  GateView,
  NewBundle,
  NewCandidate,
  OpenedDecision,
  PendingNotice,
  StoredDecision,
  SubmitResult,
} from './DecisionStore';
import {
  BUNDLES,
  answerDecision,
  findActiveQuarantine,
  findByCommit,
  findDecidedInBundles,
  findKnown,
  findQuarantined,
  listDecisions,
  lockDecision,
  lockLanes,
  lockWaiting,
  moveDecision,
  openDecision,
  readApprovals,
  readPastReleases,
  readRolloutIds,
  reportRollout,
  submitBundle,
  supersede,
} from './operations';
import {
  CandidateRow,
  DecisionRow,
  toDecision,
  toStored,
  toSummary,
} from './rows';

type Opener = Parameters<DecisionStore['submit']>[1];

export class DatabaseDecisionStore implements DecisionStore {
  private readonly commits: SharedCommits;

  /** @param channels - names of those that are told of every change */
  constructor(
    private readonly knex: Knex,
    private readonly channels: readonly string[] = [],
  ) {
    this.commits = new SharedCommits(knex);
  }

  async findCandidate(key: CandidateKey) {
    return findKnown(this.knex, key);
  }

  async findBundle(key: { manifestId: string; environment: string }) {
    const { manifestId, environment } = key;
    return findKnown(this.knex, {
      component: BUNDLES,
      buildId: manifestId,
      environment,
    });
  }

  async submit(candidate: NewCandidate, open: Opener): Promise<SubmitResult> {
    const { submission, now } = candidate;
    const { component, buildId, artifacts } = submission.buildInfo;
    const { environment } = submission;
    const lane = { component, environment };
    const key = { ...lane, buildId };
    return this.commits.run(async trx => {
      await lockLanes(trx, [component], environment);
      const entry = await findActiveQuarantine(
        trx,
        artifacts.map(({ sha256 }) => sha256),
        now,
      );
      if (entry) return { kind: 'quarantined', entry };
      const known = await findKnown(trx, key);
      if (known) return known;

      const waiting = await lockWaiting(trx, [component], environment);
      const why = (await findDecidedInBundles(trx, [key], environment))
        .map(whyNotAlone)
        .find(words => words !== null);
      if (why) return { kind: 'taken', why };
      const past = await readPastReleases(trx, lane, HISTORY_LENGTH);
      const opened: OpenedDecision = open(historyOf(past, now));
      const builds = [submission.buildInfo];
      const stored = await openDecision(
        trx,
        { ...candidate, key, builds },
        opened,
        this.channels,
      );
      const superseded =
        opened.state === 'blocked'
          ? []
          : await supersede(trx, waiting, {
              words: `A newer build came: version ${submission.buildInfo.version} (${buildId}).`,
              at: now,
              by: candidate.submittedBy,
              channels: this.channels,
            });
      return { kind: 'created', stored, superseded };
    });
  }

  async submitBundle(
    bundle: NewBundle,
    open: BundleOpener,
  ): Promise<SubmitResult> {
    return this.knex.transaction(trx =>
      submitBundle(trx, bundle, open, this.channels),
    );
  }

  async find(id: string): Promise<StoredDecision | null> {
    const rows = await this.knex<DecisionRow>('decisions').where({ id });
    const [stored] = await this.complete(rows);
    return stored ?? null;
  }

  async findMany(ids: readonly string[]): Promise<StoredDecision[]> {
    return this.complete(
      await this.knex<DecisionRow>('decisions').whereIn('id', ids as string[]),
    );
  }

  async findByCommit(
    query: CommitQuery,
    limit: number,
  ): Promise<StoredDecision[]> {
    return this.complete(await findByCommit(this.knex, query, limit));
  }

  async list(filter: DecisionFilter): Promise<Page<DecisionSummary>> {
    const { limit } = filter;
    const rows = await listDecisions(this.knex, filter);
    const page = rows.slice(0, limit);
    return {
      items: (await this.summaries(page)).map(({ summary }) => summary),
      nextCursor:
        rows.length > limit ? String(page[page.length - 1].seq) : null,
    };
  }

  async answer(answer: Answer): Promise<AnswerResult> {
    return this.knex.transaction(trx =>
      answerDecision(trx, answer, this.channels),
    );
  }

  async report(id: string, report: RolloutReport, now: Date) {
    return this.knex.transaction(trx =>
      reportRollout(trx, id, report, now, this.channels),
    );
  }

  async recordOutcome(
    id: string,
    outcome: ExternalOutcome,
    by: string,
    now: Date,
  ) {
    return this.knex.transaction(async trx => {
      const row = await lockDecision(trx, id);
      if (!row) return 'missing';
      if (row.state === outcome.outcome) return 'known';
      if (row.state !== 'decided') return 'notOpen';
      await moveDecision(trx, row, {
        to: outcome.outcome,
        reason: outcome.words,
        at: now,
        by,
        channels: this.channels,
      });
      return 'recorded';
    });
  }

  async expire(now: Date): Promise<string[]> {
    const due = await this.knex<DecisionRow>('decisions')
      .where({ state: 'awaitingApproval' })
      .where('expires_at', '<=', now.toISOString())
      .select('id');
    const expired: string[] = [];
    for (const { id } of due) {
      await this.knex.transaction(async trx => {
        const row = await lockDecision(trx, id);
        if (row?.state !== 'awaitingApproval') return;
        await moveDecision(trx, row, {
          to: 'expired',
          reason: `Nobody answered until ${row.expires_at}. Submit the build again under a new build id to ask once more.`,
          at: now,
          by: 'plugin:release-decision',
          channels: this.channels,
        });
        expired.push(id);
      });
    }
    return expired;
  }

  async gateViews(ids: readonly string[], now: Date): Promise<GateView[]> {
    const rows = await this.knex<DecisionRow>('decisions').whereIn(
      'id',
      ids as string[],
    );
    const decisions = rows.map(row => toDecision(row, []));
    const quarantined = await findQuarantined(
      this.knex,
      decisions.map(({ candidate }) =>
        candidate.artifacts.map(({ sha256 }) => sha256),
      ),
      now,
    );
    return rows.map((row, index) => ({
      id: row.id,
      state: row.state,
      stateReason: row.state_reason,
      releaseAfter: row.release_after,
      quarantined: quarantined[index],
      entityRef: row.component,
      decision: decisions[index],
    }));
  }

  async pendingNotices(
    limit: number,
    maxAttempts: number,
  ): Promise<PendingNotice[]> {
    const rows = await this.knex<DecisionRow>('decisions')
      .where({ state: 'awaitingApproval' })
      .whereNull('noticed_at')
      .where('notice_attempts', '<', maxAttempts)
      .orderBy('seq')
      .limit(limit);
    const stored = await this.complete(rows);
    return stored.map((item, index) => ({
      ...item,
      attempts: rows[index].notice_attempts,
    }));
  }

  async noticeTried(id: string, told: boolean, now: Date): Promise<void> {
    await this.knex<DecisionRow>('decisions')
      .where({ id })
      .update({ noticed_at: told ? now.toISOString() : null })
      .increment('notice_attempts', 1);
  }

  private async summaries(rows: DecisionRow[]) {
    const ids = rows.map(({ id }) => id);
    const approvals = await readApprovals(this.knex, ids);
    const rolloutIds = await readRolloutIds(this.knex, ids);
    return rows.map(row => {
      const decision = toDecision(row, approvals.get(row.id) ?? []);
      const summary = toSummary(row, decision, rolloutIds.get(row.id) ?? []);
      return { summary, decision };
    });
  }

  private async complete(rows: DecisionRow[]): Promise<StoredDecision[]> {
    const candidates = await this.knex<CandidateRow>('candidates')
      .whereIn(
        'id',
        rows.map(row => row.candidate_id),
      )
      .select('id', 'submission');
    const byId = new Map(candidates.map(item => [item.id, item]));
    return (await this.summaries(rows)).map(({ summary, decision }, index) => {
      const candidate = byId.get(rows[index].candidate_id);
      if (!candidate) throw new Error(`Candidate of ${summary.id} is gone`);
      return toStored(summary, decision, JSON.parse(candidate.submission));
    });
  }
}
