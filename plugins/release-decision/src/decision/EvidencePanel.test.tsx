import {
  responseError,
  sampleDecision,
} from '@adaptive-delivery/plugin-release-react/testUtils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { webcrypto } from 'node:crypto';
import { testSigner } from '../__testUtils__/attestation';
import { fakeApis, renderEntity } from '../__testUtils__/renderEntity';
import { EvidencePanel } from './EvidencePanel';

// Browsers have both; jsdom has neither.
Object.defineProperty(globalThis.crypto, 'subtle', { value: webcrypto.subtle });
URL.createObjectURL = () => 'blob:evidence';
URL.revokeObjectURL = () => undefined;

async function check(apis = fakeApis()) {
  const record = sampleDecision();
  renderEntity(<EvidencePanel record={record} />, apis);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Check the signatures' }),
  );
  return within(screen.getByRole('region', { name: 'Evidence' }));
}

describe('the evidence of a decision', () => {
  it('is verified on demand, and can be taken along', async () => {
    const { key, decision } = testSigner();
    const apis = fakeApis();
    const { id } = sampleDecision();
    apis.decisions.attestations = { [id]: { envelopes: decision() } };
    apis.decisions.keys = { keys: [key] };
    const panel = await check(apis);
    expect(await panel.findByText('signatures hold')).toBeVisible();
    expect(panel.getAllByRole('row')).toHaveLength(4);
    expect(panel.getByRole('link', { name: 'Download' })).toHaveAttribute(
      'download',
      `decision-${id}.json`,
    );
  });

  it('that does not hold says which statement and why', async () => {
    const apis = fakeApis();
    apis.decisions.attestations = {
      [sampleDecision().id]: { envelopes: testSigner().decision() },
    };
    apis.decisions.keys = { keys: [testSigner().key] };
    const panel = await check(apis);
    expect(await panel.findByText('does not hold')).toBeVisible();
    expect(panel.getAllByRole('alert')[0]).toHaveTextContent(
      /^Statement 1: the signature by portal-1 does not fit/,
    );
  });

  it('may not be there', async () => {
    const panel = await check();
    expect(
      await panel.findByText('Nothing is signed about this decision'),
    ).toBeVisible();
  });

  it('can be asked for again', async () => {
    const apis = fakeApis();
    apis.decisions.fault = responseError(503, 'Starting');
    const panel = await check(apis);
    expect(
      await panel.findByText('The evidence could not be loaded'),
    ).toBeVisible();
    apis.decisions.fault = undefined;
    await userEvent.click(panel.getByRole('button', { name: 'Try again' }));
    expect(
      await panel.findByText('Nothing is signed about this decision'),
    ).toBeVisible();
  });
});
