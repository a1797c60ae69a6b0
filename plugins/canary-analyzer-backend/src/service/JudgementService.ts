import {
  InlineJudgementRequest,
  JudgementRequest,
  LedgerRow,
  Page,
  SCHEMA_VERSION,
  Verdict,
} from '@adaptive-delivery/plugin-release-common';
import {
  DomainClock,
  MetricSource,
} from '@adaptive-delivery/plugin-release-node';
import { ConflictError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { PageRequest, StoredVerdict, VerdictStore } from '../database';
import {
  LookKey,
  assertJudgeable,
  inlineEvidence,
  questionDigest,
} from '../domain';
import { judge } from '../judge';
import { collectEvidence } from '../sources';

/** Rollouts wait 15 s for a verdict; one that says what is wrong must be earlier. */
const DEADLINE_MS = 12_000;

/** Where a judgement belongs that no rollout asked for. */
const NO_ROLLOUT: LookKey = {
  rolloutId: '00000000-0000-0000-0000-000000000000',
  step: 0,
  look: 0,
};

/** Asks the source, judges, and keeps the verdicts of rollouts. */
export class JudgementService {
  constructor(
    private readonly deps: {
      store: VerdictStore;
      source: MetricSource;
      clock: DomainClock;
      deadlineMs?: number;
    },
  ) {}

  /**
   * The verdict of one look. The first one stands, however often the look is
   * asked for; only while the source is down is nothing kept, so that the same
   * look is judged once it is back.
   *
   * @throws ContractError for a request that cannot be judged as it is meant,
   * ConflictError when the look was asked something else before.
   */
  async judgeLook(key: LookKey, request: JudgementRequest): Promise<Verdict> {
    assertJudgeable(request);
    const requestDigest = questionDigest(request);
    const known = await this.deps.store.find(key);
    if (known) return this.sameQuestion(key, known, requestDigest);

    const verdict = await this.judgeWindow(key, request);
    if (verdict.cause === 'sourceUnavailable') return verdict;
    const kept = await this.deps.store.save({ verdict, requestDigest });
    return this.sameQuestion(key, kept, requestDigest);
  }

  /**
   * A verdict that is not kept.
   *
   * @throws ContractError for a request that cannot be judged as it is meant.
   */
  async judgeOnce(
    request: JudgementRequest | InlineJudgementRequest,
  ): Promise<Verdict> {
    assertJudgeable(request);
    if ('arms' in request) return this.judgeWindow(NO_ROLLOUT, request);
    return this.toVerdict(NO_ROLLOUT, request, inlineEvidence(request));
  }

  async list(rolloutId: string, page: PageRequest): Promise<Page<Verdict>> {
    return this.deps.store.list(rolloutId, page);
  }

  async ledger(page: PageRequest): Promise<Page<LedgerRow>> {
    return this.deps.store.ledger(page);
  }

  private sameQuestion(
    { rolloutId, step, look }: LookKey,
    known: StoredVerdict,
    requestDigest: string,
  ): Verdict {
    if (known.requestDigest !== requestDigest) {
      throw new ConflictError(
        `Look ${look} of step ${step} of rollout ${rolloutId} has a verdict already, ` +
          'for another profile, other arms, another start or another number of samples; ' +
          'ask for the next look instead',
      );
    }
    return known.verdict;
  }

  private async judgeWindow(key: LookKey, request: JudgementRequest) {
    const evidence = await collectEvidence({
      source: this.deps.source,
      profile: request.profile,
      arms: request.arms,
      window: datesOf(request.window),
      deadlineMs: this.deps.deadlineMs ?? DEADLINE_MS,
    });
    return this.toVerdict(key, request, evidence);
  }

  private toVerdict(
    key: LookKey,
    request: Pick<
      JudgementRequest,
      'profile' | 'window' | 'minSamples' | 'looks'
    >,
    evidence: Parameters<typeof judge>[0]['evidence'],
  ): Verdict {
    const { profile, window, minSamples, looks } = request;
    return {
      schemaVersion: SCHEMA_VERSION,
      verdictId: randomUUID(),
      ...key,
      window,
      judgedAt: this.deps.clock.now().toISOString(),
      ...judge({
        profile,
        window: datesOf(window),
        minSamples,
        evidence,
        looks,
      }),
    };
  }
}

function datesOf(window: { start: string; end: string }) {
  return { start: new Date(window.start), end: new Date(window.end) };
}
