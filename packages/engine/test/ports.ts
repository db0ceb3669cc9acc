import type { Json } from '@flowmap/asl/language';
import { type HistoryEvent, type Ports, simulatedClock, type TaskRequest } from '../src/index.js';

/** Ports of a test: virtual time, counted ids, 0.5 as the only random number; events go into `events`. */
export function ports(task: (request: TaskRequest) => Json | Promise<Json>, events: HistoryEvent[] = []): Ports {
  let ids = 0;
  return {
    task: async (request) => task(request),
    clock: simulatedClock(0),
    random: () => 0.5,
    uuid: () => `id-${(ids += 1)}`,
    record: (event) => void events.push(event),
  };
}
