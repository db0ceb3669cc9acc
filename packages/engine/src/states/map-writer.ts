import type { Json, MapState } from '@flowmap/asl/language';
import type { DataFlow } from '../data/data-flow.js';
import { ERRORS, StateFailure } from '../failure.js';
import { evaluate, type Visit } from '../visit.js';
import type { Results } from '../writer/results.js';
import { StateResults } from '../writer/state-results.js';
import { writerConfig } from '../writer/writer-config.js';
import { WrittenResults } from '../writer/written-results.js';
import { type Refuse, refuseUnknown } from './unknown-fields.js';

/** Where the results of the Map Run of an ARN go. Throws StateFailure. */
export type ResultsFor = (mapRunArn: string) => Results;

/**
 * Prepares a ResultWriter, or the gathering of results for the state's output where there is none. `refuse` is told of fields
 * that are not implemented.
 */
export function resultWriter(flow: DataFlow, state: MapState, refuse: Refuse): (visit: Visit) => Promise<ResultsFor> {
  const quotas = (visit: Visit): boolean => visit.thread.execution.environment.quotas;
  if (state.ResultWriter === undefined) return async (visit) => () => new StateResults(undefined, quotas(visit));
  const { Resource: resource, ...writer } = state.ResultWriter as Fields;
  const field = flow.language === 'JSONata' ? 'Arguments' : 'Parameters';
  refuseUnknown(writer[field], ['Bucket', 'ExpectedBucketOwner', 'Prefix'], `ResultWriter/${field}`, refuse);
  const config = flow.template('ResultWriter/WriterConfig', writer['WriterConfig']);
  const place = flow.template(`ResultWriter/${field}`, writer[field]);

  return async (visit) => {
    const given = config && (await evaluate(visit, config));
    if (resource === undefined) {
      return () => new StateResults(writerConfig(given, 'COMPACT'), quotas(visit));
    }
    const { Bucket = null, Prefix = '' } = (place === undefined ? {} : await evaluate(visit, place)) as Fields;
    const { objects } = visit.ports;
    return (mapRunArn) => {
      if (objects === undefined)
        throw failure(`${JSON.stringify(resource)} needs the port 'objects', and there is none`);
      if (typeof Bucket !== 'string' || typeof Prefix !== 'string') {
        throw failure(`Bucket and Prefix must be strings but were: ${JSON.stringify({ Bucket, Prefix })}`);
      }
      const target = { bucket: Bucket, prefix: Prefix, mapRunArn, config: writerConfig(given, 'NONE') };
      return new WrittenResults(objects, target);
    };
  };
}

function failure(sentence: string): StateFailure {
  return new StateFailure(ERRORS.resultWriter, sentence);
}

type Fields = Readonly<Record<string, Json>>;
