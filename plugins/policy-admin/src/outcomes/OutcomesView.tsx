import { PolicyOutcomes } from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  Live,
  Panel,
  RelativeTime,
  learningApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { OutcomesTable } from './OutcomesTable';

/** How the decisions of each bundle turned out. */
export function OutcomesView() {
  const learningApi = useApi(learningApiRef);
  const outcomes = useLive(
    signal => learningApi.listOutcomes({}, { signal }),
    [],
  );
  return (
    <Live state={outcomes} what="the outcomes" permission="policy.read">
      {({ items }) =>
        items.length === 0 ? (
          <Panel title="Outcomes">
            <EmptyState title="No decision has been kept yet">
              As soon as a decision is made it is counted here, and what came of
              it beside it.
            </EmptyState>
          </Panel>
        ) : (
          <Box sx={{ display: 'grid', gap: 2 }}>
            {items.map(item => (
              <Bundle key={item.policyDigest} outcomes={item} />
            ))}
          </Box>
        )
      }
    </Live>
  );
}

function Bundle({ outcomes }: { outcomes: PolicyOutcomes }) {
  return (
    <Panel
      title={`Version ${outcomes.policyVersion}`}
      action={
        <Typography variant="body2" color="text.secondary">
          since <RelativeTime at={outcomes.since} /> ·{' '}
          <code title={outcomes.policyDigest}>
            {outcomes.policyDigest.slice(0, 12)}…
          </code>
        </Typography>
      }
    >
      <OutcomesTable outcomes={outcomes} />
      <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
        Where a higher band is not rolled back more often than a lower one, the
        score does not tell them apart. Few finished releases make wide
        intervals.
      </Typography>
    </Panel>
  );
}
