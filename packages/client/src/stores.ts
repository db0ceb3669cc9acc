import type { MetadataStore, ObjectStore } from '@flowmap/store';

/** Where the runs of deployed flows are kept; nothing is ever written to them here. */
export interface ClientStores {
  /** The bucket of artifacts. */
  readonly objects: Pick<ObjectStore, 'get' | 'read' | 'list'>;
  readonly metadata: Pick<MetadataStore, 'run' | 'runs'>;
}
