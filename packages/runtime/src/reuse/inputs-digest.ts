import type { Values } from '@flowmap/flow';
import type { Json, Reference, StepNode } from '@flowmap/graph';
import { depthOf, indexAtDepth, locate } from '@flowmap/graph';
import { follow } from '../read/resolve.js';
import { sameStepRecord } from '../read/step-record.js';
import type { Params } from '../params.js';
import type { RunScope } from '../run-scope.js';
import { sha256, storedIdentity, valueIdentity } from './identity.js';
import { shapeOf } from './shape.js';

/** Begins what is hashed: another way to hash is another version. */
const VERSION = 1;

/** What a step's code was given, as far as it can be told without reading anything for it. */
export interface InputsDigest {
  readonly digest: string;
  /**
   * Inputs of which the digest says only where they come from: collections, which are read as they are used. Whether they are equal in
   * two runs is found out when somebody asks.
   */
  readonly later: readonly Reference[];
}

/** One input in a digest: what tells its value from all others, or what it refers to. */
export type InputPart = string | Reference;

/** An input of a task at an index path; `value` is what it was resolved to. */
export async function inputPart(
  scope: RunScope,
  reference: Reference,
  index: string,
  value: unknown,
): Promise<InputPart> {
  const source = await follow(scope, reference, index);
  const target = source && 'node' in source ? locate(scope.index, source.node).node : undefined;
  if (target?.kind === 'foreach' && source?.path.length === 0) return reference;
  if (source && target?.kind === 'step') {
    const record = await sameStepRecord(scope, target, indexAtDepth(index, depthOf(scope.index, target.id)));
    const identity = record && storedIdentity(record.value, source.path);
    if (identity !== undefined) return identity;
  }
  return valueIdentity(value) ?? reference;
}

/** The parts of all inputs of a task, by name. */
export async function inputParts(
  scope: RunScope,
  inputs: StepNode['in'],
  index: string,
  values: Values,
): Promise<ReadonlyMap<string, InputPart>> {
  const parts = Object.entries(inputs).map(
    async ([name, reference]) => [name, await inputPart(scope, reference, index, values[name])] as const,
  );
  return new Map(await Promise.all(parts));
}

/** What is the same for all items of a range: parameters, which the code sees all of, and the values of its environment. */
export function surroundings({ env = {} }: StepNode, params: Params): string {
  return sha256(canonical([params, env]));
}

/** The digest of inputs. Secrets are no part of it: they may change any day. */
export function digestOf(scope: RunScope, parts: ReadonlyMap<string, InputPart>, around: string): InputsDigest {
  const later: Reference[] = [];
  const all: Json[] = [VERSION, around];
  for (const [name, part] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (typeof part !== 'string') later.push(part);
    all.push([name, typeof part === 'string' ? part : shapeOf(scope.index, part)]);
  }
  // 128 bits: a pack has one for each item.
  return { digest: sha256(JSON.stringify(all)).slice(0, 32), later };
}

/** The digest for a task that runs a step once. */
export async function digestOfTask(
  scope: RunScope,
  step: StepNode,
  index: string,
  { inputs, params }: { readonly inputs: Values; readonly params: Params },
): Promise<InputsDigest> {
  return digestOf(scope, await inputParts(scope, step.in, index, inputs), surroundings(step, params));
}

/** JSON text that does not depend on the order of properties. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
