import { Entity } from '@backstage/catalog-model';
import { RecentEntities } from './RecentEntities';

const entity = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
});

function setUp(answer: (ref: string) => Promise<Entity | undefined>) {
  const time = { now: 0 };
  const asked: string[] = [];
  const recent = new RecentEntities(
    ref => {
      asked.push(ref);
      return answer(ref);
    },
    () => time.now,
  );
  return { recent, asked, time };
}

describe('RecentEntities', () => {
  it('asks once for many at the same time, and again after five seconds', async () => {
    const { recent, asked, time } = setUp(async ref => entity(ref));
    const all = await Promise.all([1, 2, 3].map(() => recent.get('a')));
    expect(all.map(found => found?.metadata.name)).toEqual(['a', 'a', 'a']);
    time.now = 4_999;
    await recent.get('a');
    expect(asked).toEqual(['a']);
    time.now = 5_000;
    await recent.get('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('asks again for what was not there or could not be asked', async () => {
    const answers = [
      async () => undefined,
      async () => {
        throw new Error('The catalog is down');
      },
      async () => entity('a'),
    ];
    const { recent, asked } = setUp(async () => answers[asked.length - 1]());
    expect(await recent.get('a')).toBeUndefined();
    await expect(recent.get('a')).rejects.toThrow('The catalog is down');
    expect((await recent.get('a'))?.metadata.name).toBe('a');
    expect(asked).toHaveLength(3);
  });

  it('keeps no more than two thousand', async () => {
    const { recent, asked } = setUp(async ref => entity(ref));
    for (let i = 0; i <= 2_000; i++) await recent.get(`c${i}`);
    await recent.get('c2000');
    expect(asked).toHaveLength(2_001);
    await recent.get('c0');
    expect(asked).toHaveLength(2_002);
  });
});
