import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import { sampleDecision } from '@adaptive-delivery/plugin-release-react/testUtils';
import { screen, within } from '@testing-library/react';
import { fakeApis, renderEntity } from '../__testUtils__/renderEntity';
import { DecisionDetail } from './DecisionDetail';

function show(record: DecisionRecord) {
  const apis = fakeApis();
  apis.decisions.decisions = [record];
  renderEntity(
    <DecisionDetail
      id={record.id}
      entityRef={record.entityRef}
      isShownAbove={false}
    />,
    apis,
  );
}

function decided(changes: Partial<DecisionRecord['decision']>) {
  const record = sampleDecision({ state: 'blocked' });
  return { ...record, decision: { ...record.decision, ...changes } };
}

const region = async (name: string) =>
  within(await screen.findByRole('region', { name }));

it('says what holds a release and what would lift it, and what is not known', async () => {
  show(
    decided({
      blockedBy: [
        {
          gate: 'critical-vulnerability',
          words: '1 critical vulnerability is open: CVE-2026-1',
          liftedBy: 'A build with the fixed version',
        },
      ],
      missingEvidence: [
        { feature: 'coverage.lines', words: 'Test coverage is unknown' },
        { feature: 'tests.total', words: 'There are no test results' },
      ],
    }),
  );
  const why = await region('Why 63');
  const [gate] = why.getAllByRole('alert');
  expect(gate).toHaveTextContent(
    'Blocked by the gate critical-vulnerability1 critical vulnerability is open: CVE-2026-1Lifted by: A build with the fixed version',
  );
  expect(why.getByText('There are no test results')).toBeVisible();
});

it('names the policy with the digest, the commit and where it is kept', async () => {
  const commit = 'c0ffee1'.padEnd(40, '0');
  const source = 'https://git.example/policy.git';
  show(
    decided({
      policy: {
        name: 'default',
        version: '3',
        digest: '7f3c'.padEnd(64, '0'),
        commit,
        source,
      },
    }),
  );
  const why = await region('Why 63');
  expect(why.getByText(/^policy/)).toHaveTextContent(
    `policy default 3, digest 7f3c000, commit c0ffee1 of ${source} · model none`,
  );
  expect(why.getByTitle(commit)).toBeVisible();
});

describe('vulnerabilities', () => {
  it('show their figures and what excuses them', async () => {
    const record = decided({
      vex: [
        {
          vulnerability: 'CVE-2026-2',
          excused: true,
          words: 'is not affected, says security',
          statement: {
            status: 'not_affected',
            justification: 'vulnerable_code_not_in_execute_path',
            issuedAt: '2026-11-01T00:00:00Z',
            signedBy: 'security',
            keyId: 'sec-1',
            sha256: 'e'.repeat(64),
          },
        },
        {
          vulnerability: 'CVE-2026-1',
          excused: false,
          words: 'is not excused: no trusted key signed the statement',
        },
      ],
    });
    show({
      ...record,
      riskInputs: {
        ...record.riskInputs,
        vulnerabilities: [
          { id: 'CVE-2026-2', severity: 'high', cvss: 8 },
          {
            id: 'CVE-2026-1',
            severity: 'critical',
            cvss: 9.8,
            epss: 0.412,
            kev: true,
            fixedIn: 'pdf 3.2.7',
          },
        ],
      },
    });
    const panel = await region('Vulnerabilities');
    expect(panel.getByText('1 open, 1 excused')).toBeVisible();
    const rows = panel
      .getAllByRole('row')
      .slice(1)
      .map(row => row.textContent);
    expect(rows).toEqual([
      expect.stringMatching(
        /^CVE-2026-1exploitedcritical9\.841\.2.%pdf 3\.2\.7not excused.*no trusted key/,
      ),
      expect.stringMatching(
        /^CVE-2026-2high8\.0.*not knownexcused.*Signed by security with the key sec-1: vulnerable_code/,
      ),
    ]);
  });

  it('without a scan are not read as none', async () => {
    show(decided({}));
    const panel = await region('Vulnerabilities');
    expect(panel.getByText('no scan')).toBeVisible();
    expect(panel.getByText(/what it brings along is unknown/)).toBeVisible();
  });
});
