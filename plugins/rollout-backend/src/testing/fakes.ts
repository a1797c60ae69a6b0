import {
  JudgementRequest,
  Verdict,
  VerdictCause,
} from '@adaptive-delivery/plugin-release-common';
import { Analyzer, LookId } from '../service/Analyzer';
import { Decisions, ReleasedDecision } from '../service/Decisions';
import { aDecision, aVerdict } from './fixtures';

/**
 * Answers each look by a script, and the same look always the same, but for a
 * source that was down.
 */
export class ScriptedAnalyzer implements Analyzer {
  readonly asked: Array<{ id: LookId; request: JudgementRequest }> = [];
  /** What is the matter at a look; an Error is thrown, a Verdict is sent as it is. */
  script: (
    id: LookId,
    request: JudgementRequest,
  ) => VerdictCause | Error | Verdict = () => 'healthy';
  private readonly stored = new Map<string, Verdict>();

  async judge(id: LookId, request: JudgementRequest): Promise<Verdict> {
    this.asked.push({ id, request });
    const name = JSON.stringify(id);
    const known = this.stored.get(name);
    if (known) return known;
    const answer = this.script(id, request);
    if (answer instanceof Error) throw answer;
    const verdict =
      typeof answer === 'string'
        ? aVerdict(id, answer, request.window)
        : answer;
    if (verdict.cause !== 'sourceUnavailable') this.stored.set(name, verdict);
    return verdict;
  }
}

/** Every decision is queued unless told otherwise. */
export class FakeDecisions implements Decisions {
  state: ReleasedDecision['state'] = 'queued';
  releaseAfter: string | null = null;
  change: Parameters<typeof aDecision>[1] = {};
  quarantined: string | null = null;
  failure: Error | null = null;

  async get(decisionId: string) {
    if (this.failure) throw this.failure;
    return {
      state: this.state,
      releaseAfter: this.releaseAfter,
      decision: aDecision(decisionId, this.change),
    };
  }

  async quarantineOf(_digests: string[]) {
    if (this.failure) throw this.failure;
    return this.quarantined;
  }
}
