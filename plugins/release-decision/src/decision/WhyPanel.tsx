import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  Panel,
  RiskChip,
  enforcementWords,
  formatScore,
  strategyWords,
} from '@adaptive-delivery/plugin-release-react';
import HelpOutline from '@mui/icons-material/HelpOutline';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { isShownWithModel } from '../domain/modelView';
import { featuresWithoutValue } from '../domain/waterfall';
import { Gates } from './Gates';
import { PolicyLine } from './PolicyLine';
import { Waterfall } from './Waterfall';

function Line(props: { children: ReactNode }) {
  return (
    <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
      {props.children}
    </Typography>
  );
}

/** Why the score is what it is, and by which policy and model. */
export function WhyPanel(props: { record: DecisionRecord }) {
  const { decision } = props.record;
  const { policy, model, missingEvidence, blockedBy, shadowDecisions } =
    decision;
  return (
    <Panel
      title={`Why ${formatScore(decision.riskScore)}`}
      action={<RiskChip score={decision.riskScore} band={decision.band} />}
    >
      <Gates findings={blockedBy} />
      <Waterfall
        factors={decision.factors}
        score={decision.riskScore}
        missing={featuresWithoutValue(decision)}
      />
      {missingEvidence.length > 0 ? (
        <Alert
          severity="info"
          icon={<HelpOutline fontSize="inherit" />}
          sx={{ my: 1 }}
        >
          Missing evidence, which is never read as good:
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {missingEvidence.map(item => (
              <li key={item.feature}>{item.words}</li>
            ))}
          </Box>
        </Alert>
      ) : null}
      <Line>
        <PolicyLine policy={policy} /> ·{' '}
        {model
          ? `model ${model.name} ${model.version ?? ''} (${model.mode})`
          : 'model none'}
      </Line>
      {shadowDecisions
        .filter(({ challenger }) => !isShownWithModel(decision, challenger))
        .map(shadow => (
          <Line key={shadow.challenger}>
            shadow: {shadow.challenger} would say{' '}
            {formatScore(shadow.riskScore)} {shadow.band} →{' '}
            {strategyWords[shadow.strategy]}
          </Line>
        ))}
      <Line>{enforcementWords[decision.enforcement]}</Line>
    </Panel>
  );
}
