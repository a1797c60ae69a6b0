import {
  EmptyState,
  Live,
  Panel,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import { useUrlState } from '../data/useUrlState';
import { DecisionTable } from '../decision/DecisionTable';
import { Pager } from '../decision/Pager';
import { readFilters, toEntityRef } from '../domain/filters';
import { EntityLink } from './EntityLink';
import { FleetFilters } from './FleetFilters';

const PAGE = 20;

/** Every decision of the fleet, with the filters in the address. */
export function FleetTable() {
  const api = useApi(releaseDecisionApiRef);
  const [url, changeUrl] = useUrlState();
  const filters = readFilters(url);
  const cursor = url.get('cursor') ?? undefined;
  const entityRef = toEntityRef(filters.component);
  const environment = filters.environment.trim() || undefined;
  const decisionState = filters.state || undefined;
  const state = useLive(
    signal =>
      api.listDecisions(
        { entityRef, environment, state: decisionState, cursor, limit: PAGE },
        { signal },
      ),
    [entityRef, environment, decisionState, cursor],
  );
  const isFiltered = Boolean(entityRef || environment || decisionState);
  return (
    <Panel title="All releases">
      <FleetFilters
        // The address may change under it, such as by the browser's Back.
        key={`${filters.component} ${filters.environment}`}
        filters={filters}
        onChange={change => changeUrl({ ...change, cursor: undefined })}
      />
      <Live
        state={state}
        what="the releases"
        permission="release.decision.read"
      >
        {page => (
          <>
            {page.items.length === 0 ? (
              <EmptyState
                title={
                  isFiltered
                    ? 'No release fits these filters'
                    : 'No build has been submitted yet'
                }
                command={
                  isFiltered ? undefined : 'release emit && release submit'
                }
              >
                {isFiltered
                  ? 'Take a filter away to see more.'
                  : 'A release appears here once a pipeline submits a build:'}
              </EmptyState>
            ) : (
              <DecisionTable
                label="Releases of the fleet"
                decisions={page.items}
                lead={{
                  title: 'Component',
                  render: item => (
                    <EntityLink
                      entityRef={item.entityRef}
                      environment={item.environment}
                    />
                  ),
                }}
                version={item => (
                  <EntityLink
                    entityRef={item.entityRef}
                    environment={item.environment}
                    decision={item.id}
                    text={item.version}
                  />
                )}
              />
            )}
            <Pager
              isFirst={cursor === undefined}
              nextCursor={page.nextCursor}
              onFirst={() => changeUrl({ cursor: undefined })}
              onNext={next => changeUrl({ cursor: next })}
            />
          </>
        )}
      </Live>
    </Panel>
  );
}
