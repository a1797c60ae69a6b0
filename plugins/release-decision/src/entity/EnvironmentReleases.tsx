import {
  EmptyState,
  Live,
  Panel,
  releaseDecisionApiRef,
  rolloutApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Divider from '@mui/material/Divider';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { loadHeld, loadInFlight, loadWaiting } from '../data/loaders';
import { useUrlState } from '../data/useUrlState';
import { AnswerDialogs } from '../decision/AnswerDialogs';
import { DecisionDetail, DecisionSkeleton } from '../decision/DecisionDetail';
import { HeldCard } from '../decision/HeldCard';
import { InFlightCard } from '../decision/InFlightCard';
import { WaitingCard } from '../decision/WaitingCard';
import { History } from './History';

/** The releases of one entity in one environment. */
export function EnvironmentReleases(props: {
  entityRef: string;
  environment: string;
}) {
  const { entityRef, environment } = props;
  const decisionApi = useApi(releaseDecisionApiRef);
  const rolloutApi = useApi(rolloutApiRef);
  const [url, changeUrl] = useUrlState();
  const live = { entityRef };
  const inFlight = useLive(
    signal =>
      loadInFlight(
        { decisions: decisionApi, rollouts: rolloutApi },
        props,
        signal,
      ),
    [entityRef, environment],
    live,
  );
  const waiting = useLive(
    signal => loadWaiting(decisionApi, props, signal),
    [entityRef, environment],
    live,
  );
  const held = useLive(
    signal => loadHeld(decisionApi, props, signal),
    [entityRef, environment],
    live,
  );
  const newest = useLive(
    signal =>
      decisionApi.listDecisions(
        { entityRef, environment, limit: 1 },
        { signal },
      ),
    [entityRef, environment],
    live,
  );
  // Until it is known what is in flight, nothing is selected by itself:
  // the page would jump from one decision to another while it loads.
  const known = !inFlight.loading && !waiting.loading && !newest.loading;
  const selectedId =
    url.get('decision') ??
    (known
      ? inFlight.value?.[0]?.decision.id ??
        waiting.value?.[0]?.id ??
        newest.value?.items[0]?.id
      : undefined);

  const shownAbove = [
    ...(inFlight.value ?? []).map(({ decision }) => decision.id),
    ...(waiting.value ?? []).map(({ id }) => id),
    ...(held.value ?? []).map(({ id }) => id),
  ];

  if (newest.value?.items.length === 0 && !newest.error) {
    return (
      <Panel title="Releases">
        <EmptyState
          title={`No build has been submitted for ${environment} yet`}
          command="release emit && release submit"
        >
          A release appears here once a pipeline submits a build. In the
          repository of this component run:
        </EmptyState>
      </Panel>
    );
  }
  return (
    <AnswerDialogs>
      <Stack spacing={2}>
        <Panel title="In flight">
          <Live
            state={inFlight}
            what="the releases in flight"
            permission="rollout.read"
            stillWorks="Decisions and history are shown all the same."
          >
            {releases =>
              releases.length === 0 ? (
                <Typography variant="body2" color="text.secondary">
                  Nothing is in flight.
                </Typography>
              ) : (
                <Stack spacing={2} divider={<Divider flexItem />}>
                  {releases.map(item => (
                    <InFlightCard key={item.decision.id} inFlight={item} />
                  ))}
                </Stack>
              )
            }
          </Live>
        </Panel>
        {waiting.error || waiting.value?.length ? (
          <Panel
            title={
              waiting.value?.some(({ may }) => may.approve || may.reject)
                ? 'Waiting for you'
                : 'Waiting for approval'
            }
          >
            <Live
              state={waiting}
              what="what waits for approval"
              permission="release.decision.read"
            >
              {records => (
                <Stack spacing={2} divider={<Divider flexItem />}>
                  {records.map(record => (
                    <WaitingCard key={record.id} record={record} />
                  ))}
                </Stack>
              )}
            </Live>
          </Panel>
        ) : null}
        {held.value?.length ? (
          <Panel title="Held back by a freeze">
            <Live
              state={held}
              what="what a freeze holds back"
              permission="release.decision.read"
            >
              {records => (
                <Stack spacing={2} divider={<Divider flexItem />}>
                  {records.map(record => (
                    <HeldCard key={record.id} record={record} />
                  ))}
                </Stack>
              )}
            </Live>
          </Panel>
        ) : null}
        {selectedId ? (
          <DecisionDetail
            id={selectedId}
            entityRef={entityRef}
            isShownAbove={shownAbove.includes(selectedId)}
          />
        ) : null}
        {!selectedId && !known ? <DecisionSkeleton /> : null}
        <History
          key={environment}
          entityRef={entityRef}
          environment={environment}
          selectedId={selectedId}
          onSelect={id => changeUrl({ decision: id })}
        />
      </Stack>
    </AnswerDialogs>
  );
}
