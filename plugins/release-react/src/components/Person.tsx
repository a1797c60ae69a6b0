import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Fragment } from 'react';

const PERSON = /^(user|group):[^/]+\/.+$/;
const PEOPLE = /\b((?:user|group):[\w.-]+\/(?:[\w.-]*\w))/;

/** Who did something: by name, leading to the catalog; others as they are. */
export function Person({ entityRef }: { entityRef: string }) {
  const kind = PERSON.exec(entityRef)?.[1];
  return kind ? (
    <EntityRefLink entityRef={entityRef} defaultKind={kind} hideIcon />
  ) : (
    <>{entityRef}</>
  );
}

/** A sentence of the portal in which people and groups are named as elsewhere. */
export function WithPeople({ text }: { text: string }) {
  return (
    <>
      {text.split(PEOPLE).map((part, index) => (
        <Fragment key={index}>
          <Person entityRef={part} />
        </Fragment>
      ))}
    </>
  );
}
