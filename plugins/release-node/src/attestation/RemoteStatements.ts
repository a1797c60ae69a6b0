import {
  StatementLink,
  attestationBundle,
  parseWith,
  predicateTypeOf,
  verifyStatement,
} from '@adaptive-delivery/plugin-release-common';
import { PluginClient, isNotFound } from '../clients';
import { Attestor } from './Attestor';

const TIMEOUT_MS = 15_000;

/** Statements of other backends, verified before anything is built on them. */
export class RemoteStatements {
  constructor(
    private readonly deps: { client: PluginClient; attestor: Attestor },
  ) {}

  /**
   * The decision that a release goes back to; null when decide signed none.
   *
   * @throws RemoteError, UnreachableError, EnvelopeRefusedError
   */
  async decision(decisionId: string): Promise<StatementLink | null> {
    const { links } = await this.read(
      'release-decision',
      `/v1/decisions/${decisionId}/attestation`,
    );
    const type = predicateTypeOf('risk-decision');
    return links.find(link => link.predicateType === type) ?? null;
  }

  /**
   * The verdicts of a rollout; null while some are not signed yet.
   *
   * @throws RemoteError, UnreachableError, EnvelopeRefusedError
   */
  async verdicts(rolloutId: string): Promise<StatementLink[] | null> {
    const { links, waiting } = await this.read(
      'canary-analyzer',
      `/v1/attestations?rolloutId=${rolloutId}`,
    );
    return waiting === 0 ? links : null;
  }

  private async read(pluginId: string, path: string) {
    const { client, attestor } = this.deps;
    const answer = await client
      .request<unknown>({
        pluginId,
        method: 'GET',
        path,
        timeoutMs: TIMEOUT_MS,
      })
      .catch(error => {
        if (isNotFound(error)) return { envelopes: [] };
        throw error;
      });
    const { envelopes, waiting = 0 } = parseWith(
      attestationBundle,
      `attestation of ${pluginId}`,
      answer,
    );
    const links: StatementLink[] = [];
    for (const envelope of envelopes) {
      const verified = await verifyStatement(envelope, attestor.keys().keys);
      links.push({
        predicateType: verified.statement.predicateType,
        sha256: verified.sha256,
      });
    }
    return { links, waiting };
  }
}
