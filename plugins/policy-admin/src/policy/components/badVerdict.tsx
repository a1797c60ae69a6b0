import { Policy } from '@adaptive-delivery/plugin-release-common';
import { Conditions } from './rules';
import { RuleTable } from './RuleTable';

const deeds = {
  rollback: 'roll back',
  freeze: 'freeze, and ask a person',
};

/** What follows when the candidate is worse. */
export function BadVerdictRules(props: {
  onBadVerdict: Policy['onBadVerdict'];
}) {
  const { rules, default: otherwise } = props.onBadVerdict;
  return (
    <RuleTable
      label="After a bad verdict"
      columns={[{ title: 'When' }, { title: 'Then' }]}
      rows={[
        ...rules.map(rule => [<Conditions when={rule.when} />, deeds[rule.do]]),
        ['otherwise', deeds[otherwise]],
      ]}
    />
  );
}
