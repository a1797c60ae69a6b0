import { authorsOfBuild } from '@adaptive-delivery/plugin-release-common';
import { labEntities, labPolicy } from '../__testUtils__/repository';
import { badStory, goodStories } from '../commands/stories';
import { script } from '../history/script';
import { labComponents } from './components';
import { makeSubmission } from './makeSubmission';

const people = new Map(
  labEntities()
    .filter(({ kind }) => kind === 'User')
    .map(({ spec }) => {
      const { email, displayName } = spec?.profile as Record<string, string>;
      return [email, displayName];
    }),
);

const stories = [
  ...goodStories.map(story => ({ ...story, version: '1.0.0' })),
  { ...badStory, version: '1.0.0' },
  ...script.map(({ story }) => story),
];

it('knows everybody who writes for the kiosks, so that four eyes can be checked', () => {
  const authors = stories.flatMap(story =>
    authorsOfBuild(
      makeSubmission({
        component: labComponents['printer-driver'],
        story,
        artifact: { sha256: 'a'.repeat(64), sizeBytes: 1 },
        runNumber: 1,
        finishedAt: new Date('2026-11-20T12:00:00Z'),
      }).buildInfo,
    ),
  );
  expect(authors.length).toBeGreaterThan(stories.length - 1);
  for (const { name, email } of authors) {
    expect([name, people.get(email ?? '')]).toEqual([name, name]);
  }
  // The one who signs in wrote none of it, so may approve all of it.
  expect(people.get('guest@kiosk.example')).toBe('Guest');
  expect(authors.map(({ name }) => name)).not.toContain('Guest');
});

it('lets its one guest approve in every role, but not what the guest wrote', () => {
  expect(labPolicy().approvals.fourEyes).toEqual({
    authorCannotApprove: true,
    distinctPeople: false,
    unknownAuthors: 'allow',
  });
});
