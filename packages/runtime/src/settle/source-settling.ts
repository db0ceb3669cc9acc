import type { Answer, Facts, ForeachNode, Invocation, Json } from '@flowmap/graph';
import { invariant, textFact } from '@flowmap/graph';
import type { TaskRecord } from '@flowmap/store';
import { encode } from '@flowmap/store';
import type { TaskPorts } from '../ports.js';
import { factsAddress } from '../resumed/facts-address.js';
import type { RunScope } from '../run-scope.js';
import { publish } from '../task/publish.js';
import { corrupt } from './manifest.js';
import { recordsOf, type ChildRecord } from './records.js';

/**
 * The small task that settles a foreach over a source: how many items the service read, and how many of them did not end well. Whoever
 * reads the results finds the former in its record. Without a manifest there was nothing to read. Where the answer of a task is lost,
 * both are facts at `<deployment>/<run>/_settled/<foreach>/<index path>`.
 */
export async function runSourceSettling(
  scope: RunScope,
  foreach: ForeachNode,
  { i: index, try: attempts, manifest = '' }: Invocation,
  ports: TaskPorts,
): Promise<Answer> {
  const { artifacts, run } = scope;
  const address = scope.address(foreach.id, index);
  const started = ports.clock.now();
  const made = async (): Promise<TaskRecord> => ({
    v: 1,
    address,
    try: attempts,
    facts: await count(scope, foreach, manifest, ports.signal),
    started: new Date(started).toISOString(),
    ended: new Date(ports.clock.now()).toISOString(),
    value: { text: encode(undefined, '') },
  });
  const record = (await artifacts.record(address)) ?? (await made());
  // Of two attempts at once the first one's word is the last.
  const first = (await artifacts.commit(record)) === 'written' ? record : await artifacts.record(address);
  const facts = (first ?? record).facts ?? {};
  if (ports.answersLost) {
    await publish(factsAddress(scope, `_settled/${foreach.id}`, index), run, facts, ports);
  }
  const items = facts[foreach.id];
  const failed = facts[textFact(foreach.id, 'failed')];
  invariant(typeof items === 'number' && typeof failed === 'number', `${address} holds no numbers of items`);
  return { f: { [foreach.id]: items }, failed };
}

async function count(scope: RunScope, { id }: ForeachNode, manifest: string, signal: AbortSignal): Promise<Facts> {
  let items = 0;
  let ended = 0;
  if (manifest !== '') {
    for await (const record of recordsOf(scope.objects, manifest)) {
      signal.throwIfAborted();
      const counted = countsOf(record, manifest);
      items += counted.items;
      ended += counted.ok;
    }
  }
  return { [id]: items, [textFact(id, 'failed')]: items - ended };
}

/** How many items a child had, and how many of them ended well: by what it answers, or by what it was given. */
function countsOf(record: ChildRecord, manifest: string): { readonly items: number; readonly ok: number } {
  if (record.ended !== 'well') return { items: itemsIn(record.input, manifest), ok: 0 };
  const { items, ok } = fieldsOf(record.output);
  if (typeof items === 'number' && typeof ok === 'number') return { items, ok };
  throw corrupt(manifest, `a child does not say how many items it had: ${beginning(record.output)}`);
}

/** A batch, or one item. */
function itemsIn(input: Json | undefined, manifest: string): number {
  const { Items: batch, v: item } = fieldsOf(input);
  if (Array.isArray(batch)) return batch.length;
  if (item !== undefined) return 1;
  throw corrupt(manifest, `it does not say what a child that failed was given: ${beginning(input)}`);
}

function fieldsOf(value: Json | undefined): { readonly [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null ? (value as { readonly [name: string]: Json }) : {};
}

function beginning(value: Json | undefined): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}
