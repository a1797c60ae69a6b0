import { Policy, StrategyRule } from '@adaptive-delivery/plugin-release-common';
import {
  formatSeconds,
  stepLabel,
  strategyWords,
} from '@adaptive-delivery/plugin-release-react';
import Typography from '@mui/material/Typography';
import { shortestRelease, stepWords } from '../domain/words';
import { RuleTable } from './RuleTable';

const systems = { linux: 'Linux', windows: 'Windows', arm: 'ARM' };
const bands = ['low', 'medium', 'high', 'critical'] as const;

/** The plan of each operating system and band. */
export function StrategyRules(props: { strategies: Policy['strategies'] }) {
  return (
    <RuleTable
      label="Strategies"
      columns={[
        { title: 'System' },
        ...bands.map(band => ({ title: `risk ${band}` })),
      ]}
      rows={Object.entries(systems).map(([os, title]) => [
        title,
        ...bands.map(band => (
          <Strategy rule={props.strategies[os as keyof typeof systems][band]} />
        )),
      ])}
    />
  );
}

function Strategy({ rule }: { rule: StrategyRule }) {
  return (
    <>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {strategyWords[rule.strategy]}
      </Typography>
      {rule.steps.map((step, index) => (
        <Typography key={index} variant="body2" title={stepWords(step)}>
          {stepLabel(step)}, {formatSeconds(step.bakeSeconds)}
        </Typography>
      ))}
      <Typography variant="caption" color="text.secondary">
        at least {formatSeconds(shortestRelease(rule.steps))}
      </Typography>
    </>
  );
}
