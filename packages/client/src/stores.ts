import type { Executions, LogReader, MetadataStore, ObjectStore } from '@flowmap/store';

/** Where the runs of deployed flows are kept; nothing is ever written to them here. */
export interface ClientStores {
  /** The bucket of artifacts. */
  readonly objects: Pick<ObjectStore, 'get' | 'read' | 'list'>;
  readonly metadata: Pick<MetadataStore, 'run' | 'runs'>;
  /** The service that executes the runs, which alone knows how they stand. Absent: their records say it, as for runs on this machine. */
  readonly executions?: Executions;
  /** What tasks logged. Absent: nobody can read it. */
  readonly logs?: LogReader;
}
