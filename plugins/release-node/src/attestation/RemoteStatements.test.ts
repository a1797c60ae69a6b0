import { predicateTypeOf } from '@adaptive-delivery/plugin-release-common';
import { ConfigReader } from '@backstage/config';
import { generateKeyPairSync } from 'node:crypto';
import { PluginClient, PluginRequest, RemoteError } from '../clients';
import { Attestor } from './Attestor';
import { RemoteStatements } from './RemoteStatements';
import { toEnvelope } from './SignedStatement';

function newAttestor(): Attestor {
  const privateKey = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  return Attestor.fromConfig(
    new ConfigReader({
      adaptiveDelivery: { signing: { keys: [{ keyId: 'one', privateKey }] } },
    }),
  )!;
}
const attestor = newAttestor();

const signed = (
  by: Attestor,
  kind: 'risk-inputs' | 'risk-decision' | 'verdict',
) =>
  by.sign({
    kind,
    subject: [{ name: 'a', sha256: 'a'.repeat(64) }],
    previous: [],
    content: {},
    signedAt: new Date('2026-11-23T10:00:00Z'),
  })!;

function statements(answer: (request: PluginRequest) => unknown) {
  const asked: string[] = [];
  const client: PluginClient = {
    async request<T>(request: PluginRequest) {
      asked.push(`${request.pluginId} ${request.path}`);
      return answer(request) as T;
    },
  };
  return { asked, remote: new RemoteStatements({ client, attestor }) };
}

const gone = () => {
  throw new RemoteError('release-decision', 404, 'no such decision');
};

it('finds the decision among what decide signed', async () => {
  const decision = signed(attestor, 'risk-decision');
  const { asked, remote } = statements(() => ({
    envelopes: [signed(attestor, 'risk-inputs'), decision].map(toEnvelope),
  }));
  expect(await remote.decision('d1')).toEqual({
    predicateType: predicateTypeOf('risk-decision'),
    sha256: decision.sha256,
  });
  expect(asked).toEqual(['release-decision /v1/decisions/d1/attestation']);
});

it('has no decision to build on where none was signed', async () => {
  expect(await statements(gone).remote.decision('d1')).toBeNull();
});

it('waits until every verdict is signed', async () => {
  const verdict = signed(attestor, 'verdict');
  const answer = (waiting: number) => () => ({
    envelopes: [toEnvelope(verdict)],
    waiting,
  });
  expect(await statements(answer(1)).remote.verdicts('r1')).toBeNull();
  expect(await statements(answer(0)).remote.verdicts('r1')).toEqual([
    { predicateType: predicateTypeOf('verdict'), sha256: verdict.sha256 },
  ]);
});

it.each([
  [
    'a statement that somebody else signed',
    () => ({
      envelopes: [toEnvelope(signed(newAttestor(), 'risk-decision'))],
    }),
    'EnvelopeRefusedError',
  ],
  ['an answer that is none', () => ({ items: [] }), 'ContractError'],
  [
    'a backend that fails',
    () => {
      throw new RemoteError('release-decision', 503, 'later');
    },
    'RemoteError',
  ],
])('builds nothing on %s', async (_what, answer, name) => {
  await expect(statements(answer).remote.decision('d1')).rejects.toMatchObject({
    name,
  });
});
