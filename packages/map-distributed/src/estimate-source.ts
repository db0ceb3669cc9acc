import type { Children, Load, Usage } from '@flowmap/asl';
import type { ItemSource } from '@flowmap/graph';
import { ofBatch } from './estimate.js';
import type { Settings } from './options.js';

/** Keys that one LIST gives. */
const PAGE = 1_000;

/**
 * What a distributed map over a source takes: a look at it, its children, for a file a second look, and the task that counts. Batches count
 * as full: how many bytes items have, and so whether `batchBytes` ends a batch before, nobody says.
 */
export function estimateSource(load: Load, source: ItemSource, { batch, children }: Settings): Usage {
  const rest = load.items % batch;
  const groups: readonly Children[] = [
    { count: Math.floor(load.items / batch), each: ofBatch(load, batch, batch), items: batch },
    { count: rest > 0 ? 1 : 0, each: ofBatch(load, batch, rest), items: rest },
  ].filter(({ count }) => count > 0);
  const isList = source.source === 's3.list';
  const own = load.distributedMap(groups, { express: children !== 'STANDARD', written: true, read: !isList });
  const lists = isList ? Math.max(1, Math.ceil(load.items / PAGE)) : 0;
  return load.inTurn(
    load.call(isList ? 'aws-sdk:s3:listObjectsV2' : 'aws-sdk:s3:headObject'),
    { ...own, stores: { ...own.stores, lists: own.stores.lists + lists } },
    ...(isList ? [] : [load.call('aws-sdk:s3:headObject')]),
    load.settle(groups.length > 0 ? 1 : 0),
  );
}
