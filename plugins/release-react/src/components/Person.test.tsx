import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { WithPeople } from './Person';

it.each([
  ['Approved by user:default/olga: seen', 'Approved by olga: seen', ['olga']],
  [
    'That is group:default/sre or user:x/al.ex.',
    'That is sre or x/al.ex.',
    ['sre', 'x/al.ex'],
  ],
  ['by plugin:rollout', 'by plugin:rollout', []],
])('names the people in %p', async (text, shown, people) => {
  await renderInTestApp(
    <p data-testid="words">
      <WithPeople text={text} />
    </p>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
  expect(screen.getByTestId('words')).toHaveTextContent(shown);
  const links = screen.queryAllByRole('link').map(link => link.textContent);
  expect(links).toEqual(people);
});
