import type { ObjectStore } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import type { Scheduler } from 'fast-check';

/** A store in memory whose answers come in the order that the scheduler says, so that any interleaving can be tried. */
export function interleaved(scheduler: Scheduler): ObjectStore {
  const inner = memoryObjects();
  return {
    ...inner,
    get: scheduler.scheduleFunction(inner.get),
    put: scheduler.scheduleFunction(inner.put),
  };
}
