import { quarantineLiftPermission } from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  Live,
  Panel,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { QuarantineTable } from './QuarantineTable';

/** Which digests no pipeline may release, why and until when. */
export function QuarantineView() {
  const decisionApi = useApi(releaseDecisionApiRef);
  const { allowed } = usePermission({ permission: quarantineLiftPermission });
  // The cursors of the pages before this one, so that one can go back.
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors[cursors.length - 1];
  const quarantine = useLive(
    signal => decisionApi.listQuarantine({ cursor }, { signal }),
    [cursor],
  );
  return (
    <Panel title="Quarantine">
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        An artifact that was rolled back is refused everywhere, by its digest,
        until its time is over or somebody lifts it.
      </Typography>
      <Live
        state={quarantine}
        what="the quarantine"
        permission="release.decision.read"
      >
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing is quarantined">
              After a rollback the artifacts of that release stand here.
            </EmptyState>
          ) : (
            <>
              <QuarantineTable
                entries={items}
                mayLift={allowed}
                onLifted={quarantine.refresh}
              />
              <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1 }}>
                {cursors.length > 0 && (
                  <Button onClick={() => setCursors(cursors.slice(0, -1))}>
                    Back
                  </Button>
                )}
                {nextCursor && (
                  <Button onClick={() => setCursors([...cursors, nextCursor])}>
                    More
                  </Button>
                )}
              </Box>
            </>
          )
        }
      </Live>
    </Panel>
  );
}
