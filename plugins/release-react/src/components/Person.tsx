import { EntityRefLink } from '@backstage/plugin-catalog-react';

const PERSON = /^(user|group):[^/]+\/.+$/;

/** Who did something: by name, leading to the catalog; others as they are. */
export function Person({ entityRef }: { entityRef: string }) {
  return PERSON.test(entityRef) ? (
    <EntityRefLink entityRef={entityRef} defaultKind="user" hideIcon />
  ) : (
    <>{entityRef}</>
  );
}
