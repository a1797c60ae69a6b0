import { isReleaseAvailable } from '@adaptive-delivery/plugin-release-common';
import { NotConfigured } from '@adaptive-delivery/plugin-release-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useSearchParams } from 'react-router-dom';
import { IncidentDetail } from './IncidentDetail';
import { IncidentList } from './IncidentList';

/** What was taken back: what happened, whether it is over, what is to learn. */
export function RollbackIncidentsContent() {
  const { entity } = useEntity();
  const [search, setSearch] = useSearchParams();
  if (!isReleaseAvailable(entity)) {
    return <NotConfigured />;
  }
  const entityRef = stringifyEntityRef(entity);
  const incident = search.get('incident');
  return incident ? (
    <IncidentDetail
      key={incident}
      id={incident}
      entityRef={entityRef}
      onBack={() => setSearch({})}
    />
  ) : (
    <IncidentList
      entityRef={entityRef}
      onOpen={id => setSearch({ incident: id })}
    />
  );
}
