import type { Json, MapState } from '@flowmap/asl/language';
import type { DataFlow } from '../data/data-flow.js';
import { integerWithin } from '../data/expected.js';
import { LARGEST_ITEM, UnreadableItems } from '../readers/item.js';
import { readItems } from '../readers/read-items.js';
import { readerRequest } from '../readers/reader-request.js';
import { evaluate, type Visit } from '../visit.js';
import { type MapItems, readItemsOf } from './map-items.js';
import { type Refuse, refuseUnknown } from './unknown-fields.js';

/** Gives what is to be read, once the state's input is there. */
export type PreparedReader = (visit: Visit) => Promise<MapItems>;

/** Fields that say what is read. Buckets of one machine have no owners, so that whoever is expected is right. */
const PLACE = ['Bucket', 'ExpectedBucketOwner', 'Key', 'Prefix', 'VersionId'];

/**
 * Prepares an ItemReader; undefined for a map without one. `refuse` is told of fields that are not implemented; what is
 * wrong with values shows when they are read.
 */
export function itemReader(flow: DataFlow, state: MapState, refuse: Refuse): PreparedReader | undefined {
  const { ItemReader: reader } = state;
  if (reader === undefined) return undefined;
  const place = flow.language === 'JSONata' ? 'Arguments' : 'Parameters';
  refuseUnknown(reader[place], PLACE, `ItemReader/${place}`, refuse);
  const { MaxItems, MaxItemsPath, ...others } = (reader.ReaderConfig ?? {}) as Readonly<Record<string, unknown>>;
  const most = flow.value('MaxItems', { place: 'ItemReader/ReaderConfig', fields: { MaxItems, MaxItemsPath } });
  const config = flow.template('ItemReader/ReaderConfig', others);
  const source = flow.template(`ItemReader/${place}`, reader[place]);

  return async (visit) => {
    const whole = integerWithin('MaxItems', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const settings: Json = config === undefined ? {} : await evaluate(visit, config);
    const where: Json = source === undefined ? {} : await evaluate(visit, source);
    const limit = most === undefined ? 0 : await flow.valueOf<number>(visit, most, whole);
    const { objects } = visit.ports;
    const largest = visit.thread.execution.environment.quotas ? LARGEST_ITEM : Infinity;
    return readItemsOf(() => {
      // The words are the service's; 0 means all.
      if (limit < 0) throw new UnreadableItems('field MaxItems must be positive');
      if (objects === undefined)
        throw new UnreadableItems(`${reader.Resource} needs the port 'objects', and there is none`);
      return readItems(objects, readerRequest(reader.Resource, settings, where), limit, largest);
    });
  };
}
