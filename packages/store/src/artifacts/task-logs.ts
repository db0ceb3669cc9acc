import { invariant } from '@flowmap/graph';
import type { Artifacts } from '../artifacts.types.js';
import type { ObjectStore } from '../object-store.js';
import type { TaskLog } from '../task-log.js';
import { corrupt } from './faults.js';

/**
 * Where the logs of tasks are, one object for each attempt: `<prefix>/_logs/<address below prefix>/_<attempt>`, for no name
 * of a node or an index begins with `_`. It is plain JSON, for whoever looks into the bucket.
 */
export function taskLogs(objects: ObjectStore, prefix: string): Pick<Artifacts, 'putLog' | 'logs'> {
  const beginning = (address: string): string => {
    invariant(address.startsWith(`${prefix}/`), `${address} is not an address below ${prefix}`);
    return `${prefix}/_logs/${address.slice(prefix.length + 1)}/_`;
  };
  return {
    async putLog(log) {
      await objects.put(`${beginning(log.address)}${log.attempt}`, Buffer.from(JSON.stringify(log)));
    },
    async logs(address) {
      const found: TaskLog[] = [];
      for await (const { key } of objects.list(beginning(address))) {
        const body = await objects.get(key);
        if (body) found.push(logIn(Buffer.from(body).toString('utf8'), key));
      }
      return found.sort((a, b) => a.attempt - b.attempt);
    },
  };
}

function logIn(text: string, key: string): TaskLog {
  try {
    const log = JSON.parse(text) as Partial<TaskLog> | null;
    if (log?.v === 1) return log as TaskLog;
  } catch (cause) {
    throw corrupt(key, 'it is no JSON', cause);
  }
  throw corrupt(key, 'it is no place of a log of a version that this program knows');
}
