import type { ForeachNode, Reference } from '@flowmap/graph';
import { itemIndex } from '@flowmap/graph';
import { partAt } from '@flowmap/store';
import type { Values } from '@flowmap/flow';
import type { ItemRange } from '../read/batches.js';
import { itemsOf } from '../read/resolve.js';
import { apart, digestMaker, inputParts, type InputsDigest, surroundings } from '../reuse/inputs-digest.js';
import type { TaskPorts } from '../ports.js';
import type { RunScope } from '../run-scope.js';
import { givenItems, sourceOf } from '../source/given-items.js';
import { environmentOf } from '../task/environment.js';
import { resolveInputs } from '../task/inputs.js';
import type { RangeItem, RangeTask } from './run-item.js';

/**
 * The items of these ranges with their inputs, in order. What comes from outside the foreach is read once for all of them; the
 * list of items is read range by range, and not at all by a step that does not use its item.
 */
export async function* pendingItems(
  scope: RunScope,
  foreach: ForeachNode,
  task: Pick<RangeTask, 'step' | 'index' | 'from' | 'to' | 'given'>,
  ranges: readonly ItemRange[],
  ports: Pick<TaskPorts, 'secret'>,
): AsyncGenerator<RangeItem, void, undefined> {
  const { step, index } = task;
  const { ofItem, others } = apart(foreach, step.in);
  const [outer, params, env] = await Promise.all([
    resolveInputs(scope, others, index),
    scope.params(),
    environmentOf(step, ports),
  ]);
  const maker = digestMaker(scope, await inputParts(scope, others, index, outer), surroundings(step, params));
  const digest = (inputs: () => Values) => (): InputsDigest => {
    const values = inputs();
    return maker.digest(ofItem.map(([name, reference]) => [name, reference, values[name]]));
  };
  const source = sourceOf(foreach);
  if (source) {
    const place = itemIndex(index, `${task.from}-${task.to - 1}`);
    // Also for a step that does not use its item: what it did is of the source as it was.
    const items = await givenItems(scope, foreach, source, { place, given: task.given });
    for (const position of positionsIn(ranges)) {
      const inputs = (): Values => ({ ...outer, ...partsOfItem(items.value(position), ofItem) });
      yield { position, inputs, params, env, digest: digest(inputs) };
    }
    return;
  }
  const list = ofItem.length > 0 ? await itemsOf(scope, foreach, index) : undefined;
  for (const { from, to } of ranges) {
    let position = from;
    for await (const item of list?.range(from, to) ?? nothing(from, to)) {
      const inputs: Values = { ...outer, ...partsOfItem(item, ofItem) };
      yield { position, inputs: () => inputs, params, env, digest: digest(() => inputs) };
      position += 1;
    }
  }
}

function* positionsIn(ranges: readonly ItemRange[]): Generator<number> {
  for (const { from, to } of ranges) for (let position = from; position < to; position++) yield position;
}

function partsOfItem(item: unknown, references: readonly (readonly [string, Reference])[]): Values {
  return Object.fromEntries(references.map(([name, { path }]) => [name, partAt(item, path)]));
}

async function* nothing(from: number, to: number): AsyncGenerator<undefined, void, undefined> {
  for (let position = from; position < to; position++) yield undefined;
}
