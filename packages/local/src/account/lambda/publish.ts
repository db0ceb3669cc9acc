import { isDeepStrictEqual } from 'node:util';
import type { World } from '../world.js';
import type { FunctionRecord, Version } from './function-record.js';

/** Publishes what a function is now; what has not changed since its last version stays that one. */
export function publish(world: World, found: FunctionRecord, description: string | undefined): Version {
  const { latest, versions, nextVersion } = found;
  const last = versions.get(String(nextVersion - 1));
  if (last?.code.sha256 === latest.code.sha256 && isDeepStrictEqual(last.settings, latest.settings)) {
    return last;
  }
  const version: Version = {
    number: String(nextVersion),
    id: world.ids.uuid(),
    modified: world.now(),
    code: latest.code,
    settings: latest.settings,
    description: description ?? latest.settings.Description,
    readiness: { creating: world.readsUntilReady, updating: 0 },
  };
  versions.set(version.number, version);
  found.nextVersion += 1;
  return version;
}
