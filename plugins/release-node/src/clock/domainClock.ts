import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

/**
 * The time that bake times, looks and expiries go by. Leases and fencing never
 * use it: they go by the database's clock.
 */
export interface DomainClock {
  now(): Date;
  /** Domain seconds per real second; 1 unless a lab runs in fast time. */
  pace(): number;
}

export const systemClock: DomainClock = {
  now: () => new Date(),
  pace: () => 1,
};

export const domainClockServiceRef = createServiceRef<DomainClock>({
  id: 'adaptive-delivery.domain-clock',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: () => systemClock }),
});
