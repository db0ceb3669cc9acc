import type { Diagnostic } from '../diagnostic.js';
import { fault } from './check.js';

/** The version of the graph's JSON form that is read and written here. */
export const SCHEMA_VERSION = 1;

/** A graph of a later version is refused by name: it may say things that must not be ignored. */
export function* checkVersion(graph: unknown): Generator<Diagnostic> {
  if (typeof graph !== 'object' || graph === null || !('schemaVersion' in graph)) return;
  const { schemaVersion } = graph;
  if (typeof schemaVersion !== 'number' || schemaVersion <= SCHEMA_VERSION) return;
  const message = `The graph has schemaVersion ${schemaVersion}, and this flowmap reads ${SCHEMA_VERSION}`;
  yield fault('FLOW1019', '', message, 'Use the flowmap that wrote it, or a later one.');
}
