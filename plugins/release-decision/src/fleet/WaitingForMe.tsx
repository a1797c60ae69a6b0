import {
  Live,
  Panel,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Divider from '@mui/material/Divider';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { loadWaiting } from '../data/loaders';
import { AnswerDialogs } from '../decision/AnswerDialogs';
import { WaitingCard } from '../decision/WaitingCard';
import { EntityLink } from './EntityLink';

/** What needs the caller's answer, and how much waits for others. */
export function WaitingForMe() {
  const api = useApi(releaseDecisionApiRef);
  const state = useLive(signal => loadWaiting(api, {}, signal), []);
  return (
    <AnswerDialogs>
      <Panel title="Waiting for me">
        <Live
          state={state}
          what="what waits for approval"
          permission="release.decision.read"
        >
          {records => {
            const mine = records.filter(({ may }) => may.approve || may.reject);
            const others = records.length - mine.length;
            return (
              <>
                {mine.length === 0 ? (
                  <Typography variant="body2" color="text.secondary">
                    Nothing waits for you.
                  </Typography>
                ) : null}
                <Stack spacing={2} divider={<Divider flexItem />}>
                  {mine.map(record => (
                    <WaitingCard
                      key={record.id}
                      record={record}
                      lead={
                        <Typography variant="body2">
                          <EntityLink
                            entityRef={record.entityRef}
                            environment={record.environment}
                            decision={record.id}
                          />{' '}
                          · {record.environment}
                        </Typography>
                      }
                    />
                  ))}
                </Stack>
                {others > 0 ? (
                  <Typography variant="body2" color="text.secondary">
                    {others} {others === 1 ? 'waits' : 'wait'} for others.
                  </Typography>
                ) : null}
              </>
            );
          }}
        </Live>
      </Panel>
    </AnswerDialogs>
  );
}
