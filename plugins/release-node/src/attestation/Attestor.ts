import {
  KeySet,
  STATEMENT_PAYLOAD_TYPE,
  StatementKind,
  StatementLink,
  StatementSubject,
  canonicalJson,
  coversTime,
  createStatement,
} from '@adaptive-delivery/plugin-release-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { sha256Of } from '../digest';
import { SigningKey, signatureOf } from '../dsse';
import { SignedStatement } from './SignedStatement';
import { Signing, readSigning } from './readSigning';

export type StatementDraft = {
  kind: StatementKind;
  subject: readonly StatementSubject[];
  previous: readonly StatementLink[];
  /** The contract's document. */
  content: Record<string, unknown>;
  signedAt: Date;
};

/** Signs statements with the key that is to be used at the time. */
export class Attestor {
  private toldOfNoKey = false;

  private constructor(
    private readonly signing: Signing,
    private readonly logger?: LoggerService,
  ) {}

  /**
   * @param logger - is told when there comes a time without a key to sign with
   * @returns null when no key is set: nothing is signed.
   * @throws InputError naming the key at fault.
   */
  static fromConfig(config: Config, logger?: LoggerService): Attestor | null {
    const signing = readSigning(config);
    return signing && new Attestor(signing, logger);
  }

  /** Whether there is a key to sign with at a time. */
  canSignAt(time: Date): boolean {
    return this.signerAt(time) !== null;
  }

  /**
   * Signs statements that build on each other in the order given: each names
   * the one before it, besides what it names itself.
   *
   * @returns null when no key is to be used at the time, which is logged once.
   */
  signChain(drafts: readonly StatementDraft[]): SignedStatement[] | null {
    const signed: SignedStatement[] = [];
    for (const draft of drafts) {
      const key = this.signerAt(draft.signedAt);
      if (!key) return null;
      const before = signed.at(-1);
      const previous = before
        ? [
            ...draft.previous,
            { predicateType: before.predicateType, sha256: before.sha256 },
          ]
        : draft.previous;
      signed.push(signWith(key, { ...draft, previous }));
    }
    return signed;
  }

  /** As `signChain` with one statement. */
  sign(draft: StatementDraft): SignedStatement | null {
    return this.signChain([draft])?.[0] ?? null;
  }

  keys(): KeySet {
    return { keys: this.signing.keys };
  }

  /** Of several keys whose time it is, the one whose time began last. */
  private signerAt(time: Date): SigningKey | null {
    const at = time.toISOString();
    const beginOf = ({ notBefore }: { notBefore: string | null }) =>
      notBefore === null ? -Infinity : Date.parse(notBefore);
    const [found] = this.signing.signers
      .filter(({ window }) => coversTime(window, at))
      .sort((a, b) => beginOf(b.window) - beginOf(a.window));
    if (!found && !this.toldOfNoKey) {
      this.logger?.error(
        `Nothing is signed: no key of adaptiveDelivery.signing.keys is to be used on ${at} (notBefore, notAfter); add one`,
      );
    }
    this.toldOfNoKey = !found;
    return found?.key ?? null;
  }
}

function signWith(key: SigningKey, draft: StatementDraft): SignedStatement {
  const statement = createStatement(draft);
  const payload = canonicalJson(statement);
  const bytes = new TextEncoder().encode(payload);
  return {
    predicateType: statement.predicateType,
    payload,
    sha256: sha256Of(bytes),
    signatures: [signatureOf(key, STATEMENT_PAYLOAD_TYPE, bytes)],
    signedAt: statement.predicate.signedAt,
  };
}
