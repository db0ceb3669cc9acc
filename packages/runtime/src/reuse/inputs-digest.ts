import { hash } from 'node:crypto';
import type { Values } from '@flowmap/flow';
import type { ForeachNode, Json, Reference, StepNode } from '@flowmap/graph';
import { depthOf, indexAtDepth, locate } from '@flowmap/graph';
import { follow } from '../read/resolve.js';
import { sameStepRecord } from '../read/step-record.js';
import type { Params } from '../params.js';
import type { RunScope } from '../run-scope.js';
import { sha256, storedIdentity, valueIdentity, valueText } from './identity.js';
import { shapeOf } from './shape.js';

/** Begins what is hashed: another way to hash is another version. */
const VERSION = 2;

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
async function inputPart(scope: RunScope, reference: Reference, index: string, value: unknown): Promise<InputPart> {
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

/** What makes digests of the items of one range. */
export interface DigestMaker {
  /** The inputs that are of the item, or lie in it, in any order. They are hashed as they are, each once. */
  digest(ofItem: readonly (readonly [name: string, reference: Reference, value: unknown])[]): InputsDigest;
}

/** `around` are the inputs that all items have alike. Secrets are no part of a digest: they may change any day. */
export function digestMaker(
  scope: RunScope,
  around: ReadonlyMap<string, InputPart>,
  surroundings: string,
): DigestMaker {
  const fixed = inOrder(scope, around);
  const head = JSON.stringify([VERSION, surroundings, fixed.parts]);
  return {
    digest(ofItem) {
      const parts = ofItem.map(([name, reference, value]) => [name, valueText(value) ?? reference] as const);
      const own = inOrder(scope, parts);
      // 66 bits: a pack has one for each item, and one is compared with that of the same item alone.
      const digest = hash('sha256', head + JSON.stringify(own.parts), 'base64url').slice(0, 11);
      return { digest, later: [...fixed.later, ...own.later] };
    },
  };
}

function inOrder(
  scope: RunScope,
  parts: Iterable<readonly [string, InputPart]>,
): { parts: Json[]; later: Reference[] } {
  const later: Reference[] = [];
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  const ordered = sorted.map(([name, part]): Json => {
    if (typeof part === 'string') return [name, part];
    later.push(part);
    return [name, shapeOf(scope.index, part)];
  });
  return { parts: ordered, later };
}

/** The digest for a task that runs a step once. */
export async function digestOfTask(
  scope: RunScope,
  step: StepNode,
  index: string,
  { inputs, params }: { readonly inputs: Values; readonly params: Params },
): Promise<InputsDigest> {
  const foreach = locate(scope.index, step.id).foreachs.at(-1);
  const { ofItem, others } = apart(foreach, step.in);
  const maker = digestMaker(scope, await inputParts(scope, others, index, inputs), surroundings(step, params));
  return maker.digest(ofItem.map(([name, reference]) => [name, reference, inputs[name]]));
}

/** The inputs of a step that are of the item of the innermost foreach around it, and the others. */
export function apart(
  foreach: ForeachNode | undefined,
  inputs: StepNode['in'],
): {
  readonly ofItem: readonly (readonly [string, Reference])[];
  readonly others: StepNode['in'];
} {
  const all = Object.entries(inputs);
  const isOfItem = (reference: Reference): boolean => 'item' in reference && reference.item === foreach?.id;
  return {
    ofItem: all.filter(([, reference]) => isOfItem(reference)),
    others: Object.fromEntries(all.filter(([, reference]) => !isOfItem(reference))),
  };
}

/** JSON text that does not depend on the order of properties. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
