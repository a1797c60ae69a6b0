import {
  BuildCase,
  BundleSubmission,
  DecisionRecord,
  buildsInOrder,
  decideBundle,
  entitiesOf,
  openingState,
  partsOfBundle,
} from '@adaptive-delivery/plugin-release-common';
import {
  Attestor,
  DomainClock,
  digestOf,
} from '@adaptive-delivery/plugin-release-node';
import { ConflictError, InputError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { DecisionStore, QuarantineStore, SubmitResult } from '../database';
import {
  Caller,
  assertNotAhead,
  attestDecision,
  firstDifference,
  quarantineWords,
} from '../domain';
import { PolicyInForce } from '../policy';
import { BuildCases } from './BuildCases';
import { Places } from './Places';
import { Announce } from './announce';

type Artifacts = BundleSubmission['builds'][0]['buildInfo']['artifacts'];

/** Of everything that came before the bundle was sent, by path. */
function timesOf({ builds, manifest }: BundleSubmission) {
  return Object.fromEntries([
    ...builds.flatMap(({ buildInfo, riskInputs }, at) => [
      [`builds[${at}].buildInfo.finishedAt`, buildInfo.finishedAt],
      [`builds[${at}].riskInputs.collectedAt`, riskInputs.collectedAt],
    ]),
    ['manifest.createdAt', manifest.createdAt],
  ]);
}

/** A target takes the artifacts of one build: two would undo each other. */
function refuseSharedTargets(parts: readonly BuildCase[]): void {
  const users = new Map<string, string>();
  for (const { submission, places } of parts) {
    const { component } = submission.buildInfo;
    for (const { target } of Object.values(places)) {
      const other = users.get(target);
      if (other !== undefined && other !== component) {
        throw new InputError(
          `${other} and ${component} are both released onto ${target} in ${submission.environment}; parts of a bundle need targets of their own`,
        );
      }
      users.set(target, component);
    }
  }
}

const idOf = (result: Extract<SubmitResult, { kind: 'created' | 'known' }>) =>
  result.kind === 'created' ? result.stored.id : result.id;

/** Takes several builds that are released as one, and decides about them. */
export class BundleService {
  constructor(
    private readonly deps: {
      store: DecisionStore;
      quarantine: QuarantineStore;
      policy: () => PolicyInForce;
      builds: BuildCases;
      places: Places;
      clock: DomainClock;
      announce: Announce;
      /** null when no key is set. */
      attestor: Attestor | null;
      /** The decision as the caller then sees it. */
      show: (id: string, caller: Caller) => Promise<DecisionRecord>;
    },
  ) {}

  /**
   * Decides about a bundle, once per manifest and environment.
   *
   * @returns the decision, and whether it is new.
   * @throws ConflictError for a quarantined digest, for other content under the
   * id of a manifest that is taken, and for a build that is released in another
   * shape; ContractError for a build from the future; NotFoundError and InputError as `Places.find`, for any part.
   */
  async submit(
    bundle: BundleSubmission,
    submittedBy: string,
  ): Promise<{ record: DecisionRecord; created: boolean }> {
    const { store, quarantine, clock } = this.deps;
    const { manifest, environment } = bundle;
    assertNotAhead(timesOf(bundle), clock.now());
    const contentDigest = digestOf(bundle);
    const artifacts = bundle.builds.flatMap(item => item.buildInfo.artifacts);

    // Before the catalog is asked, so that a retry does not depend on it.
    const entry = await quarantine.findActive(
      artifacts.map(({ sha256 }) => sha256),
      clock.now(),
    );
    if (entry) throw new ConflictError(quarantineWords(entry, artifacts));
    const { manifestId } = manifest;
    const result =
      (await store.findBundle({ manifestId, environment })) ??
      (await this.open(bundle, contentDigest, submittedBy));
    this.refuse(result, bundle, contentDigest, artifacts);
    if (result.kind === 'created') await this.announce(bundle, result);
    return {
      record: await this.deps.show(idOf(result), {
        kind: 'service',
        subject: submittedBy,
      }),
      created: result.kind === 'created',
    };
  }

  private async open(
    bundle: BundleSubmission,
    contentDigest: string,
    submittedBy: string,
  ): Promise<SubmitResult> {
    const { attestor, store, places, builds, clock } = this.deps;
    const { manifest } = bundle;
    const inForce = this.deps.policy();
    const now = clock.now();
    if (manifest.component) await places.known(manifest.component);
    const parts: BuildCase[] = [];
    for (const submission of partsOfBundle(bundle)) {
      parts.push(await builds.of(submission, inForce, now));
    }
    refuseSharedTargets(parts);
    return store.submitBundle(
      { submission: bundle, contentDigest, submittedBy, now },
      histories => {
        const decision = decideBundle({
          manifest,
          manifestDigest: digestOf(manifest),
          parts: parts.map(part => ({
            ...part,
            history: histories.get(part.submission.buildInfo.component),
          })),
          contentDigest,
          policy: inForce.policy,
          policyDigest: inForce.digest,
          policyOrigin: inForce.origin,
          now,
          decisionId: randomUUID(),
        });
        return {
          decision,
          ...openingState(decision),
          statements: attestDecision(
            attestor,
            buildsInOrder(bundle),
            decision,
            now,
          ),
        };
      },
    );
  }

  private refuse(
    result: SubmitResult,
    bundle: BundleSubmission,
    contentDigest: string,
    artifacts: Artifacts,
  ): asserts result is Exclude<
    SubmitResult,
    { kind: 'quarantined' | 'taken' }
  > {
    if (result.kind === 'quarantined') {
      throw new ConflictError(quarantineWords(result.entry, artifacts));
    }
    if (result.kind === 'taken') throw new ConflictError(result.why);
    if (result.kind === 'known' && result.contentDigest !== contentDigest) {
      const path = firstDifference(result.submission, bundle);
      throw new ConflictError(
        `Manifest ${bundle.manifest.manifestId} was submitted into ${bundle.environment} before with other content: ${path} differs. A manifest id stands for one bundle; submit this one under an id of its own`,
      );
    }
  }

  private async announce(
    { manifest }: BundleSubmission,
    { stored: { id }, superseded }: Extract<SubmitResult, { kind: 'created' }>,
  ): Promise<void> {
    const [first] = manifest.parts;
    const entities = entitiesOf({
      component: manifest.component ?? first.component,
      parts: manifest.parts,
    });
    for (const told of [{ id, entities }, ...superseded]) {
      for (const entityRef of told.entities) {
        await this.deps.announce({ entityRef, kind: 'decision', id: told.id });
      }
    }
  }
}
