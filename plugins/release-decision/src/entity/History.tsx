import {
  Live,
  Panel,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { DecisionTable } from '../decision/DecisionTable';
import { Pager } from '../decision/Pager';

const PAGE = 10;

/** Every decision about the entity in one environment, newest first. */
export function History(props: {
  entityRef: string;
  environment: string;
  selectedId: string | undefined;
  onSelect: (id: string) => void;
}) {
  const { entityRef, environment, selectedId, onSelect } = props;
  const api = useApi(releaseDecisionApiRef);
  const [cursor, setCursor] = useState<string>();
  const state = useLive(
    signal =>
      api.listDecisions(
        { entityRef, environment, cursor, limit: PAGE },
        { signal },
      ),
    [entityRef, environment, cursor],
    { entityRef },
  );
  return (
    <Panel title="History">
      <Live state={state} what="the history" permission="release.decision.read">
        {page => (
          <>
            <DecisionTable
              label="History of releases"
              decisions={page.items}
              selectedId={selectedId}
              onSelect={onSelect}
            />
            <Pager
              isFirst={cursor === undefined}
              nextCursor={page.nextCursor}
              onFirst={() => setCursor(undefined)}
              onNext={setCursor}
            />
          </>
        )}
      </Live>
    </Panel>
  );
}
