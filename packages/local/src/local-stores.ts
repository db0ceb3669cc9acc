import { join, resolve } from 'node:path';
import type { LogReader, MetadataStore, ObjectStore } from '@flowmap/store';
import { fsObjects } from '@flowmap/store/fs';
import { openMetadata } from './dynamodb/local-metadata.js';
import { localLogs } from './kept/run-logs.js';

/** What runs on this machine left. */
export interface LocalStores {
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  readonly logs: LogReader;
  /** Closes the database, if no other process had it open. */
  close(): Promise<void>;
}

/** Where the runs are, and what their database is called. */
export interface LocalStoresOptions {
  /** The folder of everything that runs leave. Default: `.flowmap` in the current folder. */
  readonly root?: string;
  /** The metadata table. Default: `flowmap`. */
  readonly table?: string;
  /** Milliseconds since the epoch, by which records expire. Default: the clock. */
  readonly now?: () => number;
}

/**
 * Opens what runs on this machine left, also while they go on. Throws `FOLDER_NOT_WRITABLE`, `DATABASE_HELD`.
 *
 * @example
 * const stores = await localStores();
 * const run = await runsOf(flights, stores).latest();
 * await stores.close();
 */
export async function localStores(options: LocalStoresOptions = {}): Promise<LocalStores> {
  const root = resolve(options.root ?? '.flowmap');
  const metadata = await openMetadata(root, options.table ?? 'flowmap', options.now ?? Date.now);
  return {
    objects: fsObjects(join(root, 'objects')),
    metadata: metadata.store,
    logs: localLogs(root),
    close: () => metadata.close(),
  };
}
