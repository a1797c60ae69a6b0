import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useReleasesPath } from '../data/useReleasesPath';

/** A component's name, leading to its releases. */
export function EntityLink(props: {
  entityRef: string;
  environment: string;
  decision?: string;
  /** Shown instead of the name. */
  text?: string;
}) {
  const { entityRef, environment, decision, text } = props;
  const path = useReleasesPath();
  const { name, namespace } = parseEntityRef(entityRef);
  return (
    <Link to={path(entityRef, { environment, decision })}>
      {text ?? (namespace === 'default' ? name : `${namespace}/${name}`)}
    </Link>
  );
}
