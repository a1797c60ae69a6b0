import { ChangeAuthor } from '../api';
import { BuildInfo, FourEyes } from '../contracts';
import { shorten } from './shorten';

/** Who wrote the commits of a build, once each; empty when it does not say. */
export function authorsOfBuild(
  build: Pick<BuildInfo, 'commits'>,
): Array<Omit<ChangeAuthor, 'refs'>> {
  const byKey = new Map<string, Omit<ChangeAuthor, 'refs'>>();
  for (const { author, authorEmail } of build.commits ?? []) {
    const email = authorEmail?.toLocaleLowerCase('en-US') ?? null;
    const key = email ?? `name ${author}`;
    if (!byKey.has(key)) byKey.set(key, { name: author, email });
  }
  return [...byKey.values()];
}

export type Approver = {
  ref: string;
  /** The person and the groups the person is in. */
  ownershipRefs: readonly string[];
  /** Of the catalog, in lower case; null when it knows none. */
  email: string | null;
};

/** Whether a person is known to have written part of a change. */
export function isAuthor(
  authors: readonly ChangeAuthor[],
  person: Pick<Approver, 'ref' | 'email'>,
): boolean {
  return authors.some(
    ({ refs, email }) =>
      refs.includes(person.ref) || (email !== null && email === person.email),
  );
}

const nameOf = ({ name, email }: ChangeAuthor) => email ?? name;

function listed(authors: readonly ChangeAuthor[]): string {
  const [first, second, ...more] = authors.map(nameOf);
  if (!second) return shorten(`The author ${first} is`, 200);
  const last = more.length > 0 ? `${more.length + 1} more` : second;
  return shorten(`The authors ${first} and ${last} are`, 250);
}

/**
 * What is in the way of telling a person from the authors that the catalog
 * does not know; null when nothing is.
 */
function unknownObstacle(
  authors: readonly ChangeAuthor[],
  person: Approver,
  rule: FourEyes['unknownAuthors'],
): string | null {
  if (rule === 'allow') return null;
  if (authors.length === 0) {
    return 'The build does not say who wrote the change, so nobody can be shown not to have written it; its pipeline has to send the commits with their authorEmail.';
  }
  const unknown = authors.filter(({ refs }) => refs.length === 0);
  if (unknown.length === 0) return null;
  const isOne = unknown.length === 1;
  const words = `${listed(unknown)} not ${
    isOne ? 'a person' : 'people'
  } in the catalog, so four eyes cannot be checked for them`;
  if (rule === 'block') {
    return `${words}; nobody can approve until the catalog has a user with that e-mail.`;
  }
  if (unknown.some(({ email }) => email === null)) {
    return `${words}, and the build does not give their e-mail; its pipeline has to send the commits with their authorEmail.`;
  }
  return person.email === null
    ? `${words}: only somebody whose own e-mail is in the catalog can approve, and yours is not.`
    : null;
}

/** Why a person cannot approve a change for who wrote it; null when they can. */
export function authorObstacle(
  authors: readonly ChangeAuthor[],
  person: Approver,
  fourEyes: FourEyes,
): string | null {
  if (!fourEyes.authorCannotApprove) return null;
  if (isAuthor(authors, person)) {
    return 'You wrote part of this change; somebody else has to approve it.';
  }
  return unknownObstacle(authors, person, fourEyes.unknownAuthors);
}
