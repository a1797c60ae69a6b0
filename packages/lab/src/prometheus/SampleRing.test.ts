import fc from 'fast-check';
import { SampleRing } from './SampleRing';

describe('SampleRing', () => {
  it('keeps exactly the newest samples, whatever is pushed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 400 }),
        fc.integer({ min: 1, max: 150 }),
        (times, capacity) => {
          const ring = new SampleRing(capacity);
          const kept: number[] = [];
          for (const time of times) {
            ring.push(time, time);
            if (kept.length === 0 || time > kept[kept.length - 1]) {
              kept.push(time);
            }
          }
          const newest = kept.slice(-capacity);
          expect(ring.oldestTime).toBe(newest[0]);
          expect(ring.newestTime).toBe(newest[newest.length - 1]);
          for (const time of kept) {
            expect(ring.at(time, 1)).toBe(
              newest.includes(time) ? time : undefined,
            );
          }
        },
      ),
    );
  });
});
