import { Policy } from '@adaptive-delivery/plugin-release-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { FreezeRules } from './freezeWindows';
import {
  ApprovalRules,
  EnforcementRules,
  GateRules,
  VulnerabilityRules,
} from './rules';
import { ModelRules } from './model';
import { PlainValue } from './PlainSections';
import { BandRules, ScoreRules } from './score';
import { Section } from './Section';
import { StrategyRules } from './strategies';
import { ProfileRules } from './profiles';
import { BadVerdictRules } from './badVerdict';

/** The rules of a bundle, in the order in which a decision meets them. */
export function PolicySections(props: {
  policy: Policy;
  onShowSource: (section: string) => void;
}) {
  const { policy, onShowSource } = props;
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <Section
        name="score"
        title="Score"
        words={`Every release starts with ${policy.score.base} ${
          policy.score.base === 1 ? 'point' : 'points'
        }; each factor adds its own, and the sum is the risk.`}
        onShowSource={onShowSource}
      >
        <ScoreRules score={policy.score} />
      </Section>
      <Section name="bands" title="Bands" onShowSource={onShowSource}>
        <BandRules bands={policy.bands} />
      </Section>
      {policy.model === undefined ? null : (
        <Section
          name="model"
          title="Model"
          words="What is asked beside the score. Gates hold whatever it says, and approvals are those of the riskier of the two."
          onShowSource={onShowSource}
        >
          <ModelRules model={policy.model} />
        </Section>
      )}
      <Section
        name="gates"
        title="Gates"
        words="What a release has to pass, whatever its score."
        onShowSource={onShowSource}
      >
        <GateRules gates={policy.gates} />
      </Section>
      <Section
        name="vulnerabilities"
        title="Vulnerabilities"
        onShowSource={onShowSource}
      >
        <VulnerabilityRules vulnerabilities={policy.vulnerabilities} />
      </Section>
      <Section
        name="freezeWindows"
        title="Freeze windows"
        words="When nothing is released. What is decided meanwhile waits; a person with the permission release.decision.override can release it before, with a reason."
        onShowSource={onShowSource}
      >
        <FreezeRules windows={policy.freezeWindows} />
      </Section>
      <Section name="approvals" title="Approvals" onShowSource={onShowSource}>
        <ApprovalRules approvals={policy.approvals} />
      </Section>
      <Section
        name="strategies"
        title="Strategies"
        words="How a release goes out, by operating system and band. The last promote takes it to 100 %."
        onShowSource={onShowSource}
      >
        <StrategyRules strategies={policy.strategies} />
      </Section>
      <Section
        name="enforcement"
        title="Enforcement"
        words="Whether a decision is only kept, waits for a person or is acted on. The first rule that matches counts."
        onShowSource={onShowSource}
      >
        <EnforcementRules enforcement={policy.enforcement} />
      </Section>
      <Section
        name="onBadVerdict"
        title="After a bad verdict"
        onShowSource={onShowSource}
      >
        <BadVerdictRules onBadVerdict={policy.onBadVerdict} />
        <Typography variant="body2" sx={{ mt: 1 }}>
          What was rolled back stays quarantined for {policy.coolDown.hours} h.
        </Typography>
      </Section>
      <Section
        name="profiles"
        title="Analysis profiles"
        words="How candidate and baseline are compared."
        onShowSource={onShowSource}
      >
        <ProfileRules profiles={policy.profiles} />
      </Section>
      <Section name="sampling" title="Sampling" onShowSource={onShowSource}>
        <PlainValue value={policy.sampling} />
      </Section>
    </Box>
  );
}
