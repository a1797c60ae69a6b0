import { Entity } from '@backstage/catalog-model';

type Kept = { entity: Promise<Entity | undefined>; until: number };

const KEPT_MS = 5_000;
const MOST = 2_000;

/**
 * What the catalog said of an entity within the last seconds: a burst of
 * submissions asks it once per component. What it does not hold, or could not
 * say, is asked again.
 */
export class RecentEntities {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly ask: (ref: string) => Promise<Entity | undefined>,
    /** Milliseconds that only go forward. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(ref: string): Promise<Entity | undefined> {
    const known = this.kept.get(ref);
    if (known && known.until > this.now()) return known.entity;
    const entity = this.ask(ref);
    const fresh = { entity, until: this.now() + KEPT_MS };
    this.kept.delete(ref);
    this.kept.set(ref, fresh);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST) this.kept.delete(oldest);
    const forget = () => {
      if (this.kept.get(ref) === fresh) this.kept.delete(ref);
    };
    entity.then(found => {
      if (!found) forget();
    }, forget);
    return entity;
  }
}
