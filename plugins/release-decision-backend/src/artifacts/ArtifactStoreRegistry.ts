import {
  ArtifactStore,
  ArtifactStoreExtensionPoint,
} from '@adaptive-delivery/plugin-release-node';

/** The store that a module gives, in place of the local folder. */
export class ArtifactStoreRegistry implements ArtifactStoreExtensionPoint {
  private store: ArtifactStore | null = null;

  setArtifactStore(store: ArtifactStore): void {
    if (this.store) {
      throw new Error(
        `Two modules give an artifact store: ${this.store.name} and ${store.name}; configure one of them`,
      );
    }
    this.store = store;
  }

  given(): ArtifactStore | null {
    return this.store;
  }
}
