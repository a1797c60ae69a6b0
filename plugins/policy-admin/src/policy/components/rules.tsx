import {
  ApprovalRole,
  Condition,
  Policy,
} from '@adaptive-delivery/plugin-release-common';
import {
  enforcementWords,
  formatNumber,
  roleWords,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { conditionWords, fourEyesRules } from '../domain/words';
import { RuleTable } from './RuleTable';

const roles = (names: readonly ApprovalRole[]) =>
  names.length === 0
    ? 'nobody'
    : names.map(name => roleWords[name] ?? name).join(' and ');

/** Questions that must all be answered with yes. */
export function Conditions({ when }: { when: readonly Condition[] }) {
  return (
    <>
      {when.map(conditionWords).map(words => (
        <div key={words}>{words}</div>
      ))}
    </>
  );
}

export function GateRules({ gates }: { gates: Policy['gates'] }) {
  if (gates.length === 0) {
    return <Typography variant="body2">There are no gates.</Typography>;
  }
  return (
    <RuleTable
      label="Gates"
      columns={[
        { title: 'Gate' },
        { title: 'When' },
        { title: 'Then' },
        { title: 'Lifted by' },
      ]}
      rows={gates.map(gate => [
        gate.name,
        <Conditions when={gate.when} />,
        gate.effect === 'block'
          ? 'nothing is released'
          : `needs ${roles(gate.approvals)}${
              gate.planAs ? `, planned as ${gate.planAs}` : ''
            }`,
        gate.liftedBy,
      ])}
    />
  );
}

export function ApprovalRules(props: { approvals: Policy['approvals'] }) {
  const { byBand, advisory, expireAfterHours, fourEyes } = props.approvals;
  return (
    <>
      <RuleTable
        label="Approvals"
        columns={[{ title: 'Where' }, { title: 'Who must approve' }]}
        rows={[
          ...Object.entries(byBand).map(([band, names]) => [
            `risk ${band}`,
            roles(names),
          ]),
          ['advisory mode, at least', roles(advisory)],
        ]}
      />
      <Typography variant="body2" sx={{ mt: 1 }}>
        A decision that nobody answers expires after {expireAfterHours} h.
      </Typography>
      <Typography variant="subtitle2" component="h3" sx={{ mt: 1.5 }}>
        Four eyes
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5, typography: 'body2' }}>
        {fourEyesRules(fourEyes).map(words => (
          <li key={words}>{words}</li>
        ))}
      </Box>
    </>
  );
}

/** What an unrated vulnerability counts as, and how long an excuse lasts. */
export function VulnerabilityRules(props: {
  vulnerabilities: Policy['vulnerabilities'];
}) {
  const { unratedCountsAs, vexMaxAgeDays } = props.vulnerabilities;
  return (
    <Typography variant="body2">
      One with neither severity nor CVSS counts as {unratedCountsAs}. A VEX
      statement that a trusted key signed excuses a vulnerability for{' '}
      {formatNumber(vexMaxAgeDays)} days.
    </Typography>
  );
}

export function EnforcementRules(props: {
  enforcement: Policy['enforcement'];
}) {
  const { enforcement } = props;
  return (
    <>
      <RuleTable
        label="Enforcement"
        columns={[
          { title: 'Component' },
          { title: 'Environment' },
          { title: 'Only when' },
          { title: 'Mode' },
        ]}
        rows={[
          ...enforcement.rules.map(rule => [
            rule.component ?? 'any',
            rule.environment ?? 'any',
            <>
              {rule.os && <div>for {rule.os.join(', ')}</div>}
              <Conditions when={rule.when ?? []} />
            </>,
            rule.mode,
          ]),
          ['everything else', 'any', '', enforcement.default],
        ]}
      />
      {Object.entries(enforcementWords).map(([mode, words]) => (
        <Typography
          key={mode}
          variant="body2"
          color="text.secondary"
          sx={{ mt: 1 }}
        >
          {words}
        </Typography>
      ))}
    </>
  );
}
