import type { MetadataStore } from '@flowmap/store';

/** A write to a metadata store: on DynamoDB, one request. */
export interface MetadataWrite {
  readonly kind: 'run' | 'end' | 'reopen' | 'facts' | 'deployment';
  /** The run id, the task's address, or the deployment. */
  readonly key: string;
}

/** The same store, telling of every write before it is made. */
export function withWrites(store: MetadataStore, wrote: (write: MetadataWrite) => void): MetadataStore {
  return {
    ...store,
    createRun(run, expires) {
      wrote({ kind: 'run', key: run.run });
      return store.createRun(run, expires);
    },
    finishRun(deployment, run, end) {
      wrote({ kind: 'end', key: run });
      return store.finishRun(deployment, run, end);
    },
    reopenRun(deployment, run) {
      wrote({ kind: 'reopen', key: run });
      return store.reopenRun(deployment, run);
    },
    putFacts(record, expires) {
      wrote({ kind: 'facts', key: record.address });
      return store.putFacts(record, expires);
    },
    putDeployment(record) {
      wrote({ kind: 'deployment', key: record.deployment });
      return store.putDeployment(record);
    },
  };
}
