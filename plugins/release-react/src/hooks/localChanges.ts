type Listener = (entityRef: string) => void;

const listeners = new Set<Listener>();

/**
 * Says that this browser has just changed something about an entity's
 * releases, so that everything on the page that shows it fetches again now,
 * whether or not a signal arrives.
 */
export function announceChange(entityRef: string): void {
  listeners.forEach(listener => listener(entityRef));
}

/** Calls the listener on every announced change; returns how to stop it. */
export function onLocalChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
