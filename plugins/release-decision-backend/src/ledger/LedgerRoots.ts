import {
  LedgerRoot,
  RootHead,
  VerifiedRoot,
  lastHeadOf,
  predicateTypeOf,
  shorten,
  readRootChain,
} from '@adaptive-delivery/plugin-release-common';
import { Attestor, DomainClock } from '@adaptive-delivery/plugin-release-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Anchor } from './Anchor';
import { LedgerReader } from './LedgerReader';
import { RootStore } from './RootStore';

const DAY_MS = 24 * 3_600_000;
const ANCHORED_PER_ROUND = 100;

type Missing = LedgerRoot['missing'][number];
type Collected = { heads: RootHead[]; missing: Missing[] };

/**
 * Signs, from time to time, how far every backend's ledger goes, and has it
 * kept outside of the database. From then on a ledger can neither be cut
 * short nor be rewritten as a whole without it showing.
 */
export class LedgerRoots {
  constructor(
    private readonly deps: {
      store: RootStore;
      ledgers: readonly LedgerReader[];
      anchors: readonly Anchor[];
      attestor: Attestor;
      clock: DomainClock;
      logger: LoggerService;
    },
  ) {}

  /** One round: a root when there is something new, and what waits to be anchored. */
  async run(): Promise<void> {
    await this.makeRoot();
    await this.anchorRoots();
  }

  private async makeRoot(): Promise<void> {
    const { store, attestor, clock, logger } = this.deps;
    const before = await this.lastRoot();
    const collected = await this.collect(before);
    const now = clock.now();
    if (before && !isNews(before, collected, now)) return;

    const root: LedgerRoot = {
      number: (before?.number ?? 0) + 1,
      at: now.toISOString(),
      ...collected,
    };
    const signed = attestor.sign({
      kind: 'ledger-root',
      subject: subjectOf(root),
      previous: before
        ? [
            {
              predicateType: predicateTypeOf('ledger-root'),
              sha256: before.sha256,
            },
          ]
        : [],
      content: root,
      signedAt: now,
    });
    if (!signed || !(await store.add(root.number, root.at, signed))) return;
    for (const { plugin, words } of collected.missing) {
      logger.error(
        `Root ${root.number} of the ledgers is without that of ${plugin}: ${words}`,
      );
    }
  }

  /** Verified, as the database may have been changed. @throws Error */
  private async lastRoot(): Promise<VerifiedRoot | null> {
    const { store, attestor } = this.deps;
    const last = await store.last();
    if (!last) return null;
    const { roots, fault } = await readRootChain(
      [last.envelope],
      attestor.keys().keys,
    );
    if (fault || roots[0].number !== last.number) {
      throw new Error(
        `Root ${last.number} of the ledgers is not what was signed: ${
          fault?.words ?? `it says that it is root ${roots[0].number}`
        }. Run release verify-ledger to see what was changed`,
      );
    }
    return roots[0];
  }

  private async collect(before: LedgerRoot | null): Promise<Collected> {
    const heads: RootHead[] = [];
    const missing: Missing[] = [];
    await Promise.all(
      this.deps.ledgers.map(async ledger => {
        const { plugin } = ledger;
        const last = before && lastHeadOf(before, plugin);
        const read = await readHead(ledger, last);
        if (typeof read === 'string') {
          missing.push({ plugin, words: asText(read), last });
        } else heads.push(read);
      }),
    );
    const byPlugin = (a: { plugin: string }, b: { plugin: string }) =>
      a.plugin < b.plugin ? -1 : 1;
    return { heads: heads.sort(byPlugin), missing: missing.sort(byPlugin) };
  }

  private async anchorRoots(): Promise<void> {
    const { store, anchors, clock, logger } = this.deps;
    if (anchors.length === 0) return;
    for (const root of await store.notAnchored(ANCHORED_PER_ROUND)) {
      for (const anchor of anchors) {
        try {
          await anchor.keep(root);
        } catch (error) {
          logger.error(
            `Root ${root.number} of the ledgers is not anchored in ${
              anchor.name
            } yet: ${error instanceof Error ? error.message : error}`,
          );
          return;
        }
      }
      await store.anchored(root.number, clock.now());
    }
  }
}

/** One line that the contract of roots takes. */
function asText(words: string): string {
  return shorten(words.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' '), 500);
}

/** The head of a ledger, or why it cannot be held fast. */
async function readHead(
  ledger: LedgerReader,
  last: RootHead | null,
): Promise<RootHead | string> {
  try {
    const head = await ledger.head();
    if (last && head.seq < last.seq) {
      return `it was cut short: it has ${head.seq} rows and had ${last.seq}`;
    }
    if (last && last.seq > 0 && (await ledger.hashAt(last.seq)) !== last.hash) {
      return `it was rewritten: row ${last.seq} is not what it was`;
    }
    return { plugin: ledger.plugin, ...head };
  } catch (error) {
    return `it could not be asked: ${
      error instanceof Error ? error.message : error
    }`;
  }
}

const stateOf = ({ heads, missing }: Collected) =>
  JSON.stringify([heads, missing.map(({ plugin }) => plugin)]);

/** Something changed, or the last root is a day old. */
function isNews(before: LedgerRoot, collected: Collected, now: Date): boolean {
  return (
    stateOf(before) !== stateOf(collected) ||
    now.getTime() - Date.parse(before.at) >= DAY_MS
  );
}

/** in-toto asks for a subject: the heads, by the hash of their last row. */
function subjectOf(root: LedgerRoot) {
  const known = [
    ...root.heads,
    ...root.missing.flatMap(({ last }) => (last ? [last] : [])),
  ];
  return known.map(({ plugin, hash }) => ({
    name: `ledger:${plugin}`,
    sha256: hash,
  }));
}
