import type { Json, MapState } from '@flowmap/asl/language';
import type { DataFlow } from '../data/data-flow.js';
import { integerWithin } from '../data/expected.js';
import { UnreadableItems } from '../readers/item.js';
import { readItems } from '../readers/read-items.js';
import { readerRequest } from '../readers/reader-request.js';
import { evaluate, type Visit } from '../visit.js';
import { type MapItems, readItemsOf } from './map-items.js';

/** Prepares an ItemReader; undefined for a map without one. What is wrong with its values shows when it is read. */
export function itemReader(flow: DataFlow, state: MapState): ((visit: Visit) => Promise<MapItems>) | undefined {
  const { ItemReader: reader } = state;
  if (reader === undefined) return undefined;
  const place = flow.language === 'JSONata' ? 'Arguments' : 'Parameters';
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
    return readItemsOf(() => {
      // The words are the service's; 0 means all.
      if (limit < 0) throw new UnreadableItems('field MaxItems must be positive');
      if (objects === undefined)
        throw new UnreadableItems(`${reader.Resource} needs the port 'objects', and there is none`);
      return readItems(objects, readerRequest(reader.Resource, settings, where), limit);
    });
  };
}
