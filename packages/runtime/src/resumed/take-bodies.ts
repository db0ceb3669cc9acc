import type { Body, ForeachNode, NodeId } from '@flowmap/graph';
import { isSource, itemIndex } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';
import { crew } from '../range/crew.js';
import { onlyStep } from '../read/collection.js';
import { countOf } from '../read/count.js';
import { chosen } from '../read/resolve.js';
import { unlessGone } from '../reuse/earlier-run.js';
import type { RunScope } from '../run-scope.js';
import { keepList } from '../task/keep-list.js';
import type { TimeLeft } from './patience.js';
import { united, without } from './ranges.js';
import type { Started } from './started.js';
import { takeItems } from './take-items.js';
import { takenSteps } from './taken-steps.js';

/** Items that are looked at at once. */
const WIDTH = 32;

/** Stretches of items that are left, at the most: all workers of the foreach read the list of them. */
const MOST_STRETCHES = 5_000;

interface Items {
  readonly index: string;
  readonly count: number;
}

/**
 * Takes the items of a foreach of which an earlier run has finished all steps, with the foreachs inside. Of an item that is left the
 * steps that are finished may be taken too: their tasks find that. Gives the items that are left to start.
 */
export async function takeBodies(
  scope: RunScope,
  foreach: ForeachNode,
  { index, count }: Items,
  ports: TaskPorts,
  time: TimeLeft,
): Promise<Pick<Started, 'ranges' | 'looked'>> {
  const taken: number[] = [];
  const resumed = await scope.resumes();
  const worth = resumed && (await bodiesBegun(scope, resumed.earlier, foreach.body, { index, count }));
  const work = async (item: number): Promise<void> => {
    if (await takeBody(scope, foreach.body, itemIndex(index, item), ports, time)) taken.push(item);
  };
  await crew(positions(count, worth), WIDTH, () => time.more(), work);
  const left = without([{ from: 0, to: count }], united(taken.map((item) => ({ from: item, to: item + 1 }))));
  // An item that is started although it was taken ends at once.
  const last = left[MOST_STRETCHES - 1];
  const ranges = last ? [...left.slice(0, MOST_STRETCHES - 1), { from: last.from, to: count }] : left;
  return { ranges, looked: false };
}

/** Takes all that a body runs at an index path. */
async function takeBody(
  scope: RunScope,
  body: Body,
  index: string,
  ports: TaskPorts,
  time: TimeLeft,
): Promise<boolean> {
  for (const node of body.nodes) {
    if (!time.more()) return false;
    if (node.kind === 'step') {
      if (!(await takenSteps(scope).takeStep(node, index))) return false;
    } else if (node.kind === 'choose') {
      const ran = await unlessGone(() => chosen(scope, node, index));
      if (!ran || !(await takeBody(scope, ran, index, ports, time))) return false;
    } else if (!(await takeWhole(scope, node, index, ports, time))) return false;
  }
  return true;
}

/** Takes a foreach in a body, where all of its items can be taken. */
async function takeWhole(
  scope: RunScope,
  foreach: ForeachNode,
  index: string,
  ports: TaskPorts,
  time: TimeLeft,
): Promise<boolean> {
  if (isSource(foreach.items)) return false;
  const count = await unlessGone(async () => {
    if (scope.publications.sources.get(foreach.id)?.kind === 'task') await keepList(scope, foreach, index, ports);
    return countOf(scope, foreach.id, index);
  });
  if (count === undefined) return false;
  const step = onlyStep(foreach);
  const items = { index, count };
  const { ranges } = await (step
    ? takeItems(scope, foreach, step, items, time)
    : takeBodies(scope, foreach, items, ports, time));
  return ranges.length === 0;
}

/**
 * The items for which each step that every item runs has a record, in one run or the other; undefined where there is no such step. Looking
 * at items one by one would take requests for each of those that were never begun.
 */
async function bodiesBegun(
  now: RunScope,
  before: RunScope,
  { nodes }: Body,
  { index, count }: Items,
): Promise<Uint32Array | undefined> {
  const steps = nodes.flatMap((node) => (node.kind === 'step' ? [node.id] : []));
  if (steps.length === 0) return undefined;
  const found = new Uint32Array(count);
  for (const [at, step] of steps.entries()) {
    for (const scope of [now, before]) {
      for await (const item of recordsOf(scope, step, index)) {
        if (item < count && found[item] === at) found[item] = at + 1;
      }
    }
  }
  return found.map((ended) => (ended === steps.length ? 1 : 0));
}

/** The positions of the items for which a step has a record. */
async function* recordsOf(scope: RunScope, step: NodeId, index: string): AsyncGenerator<number, void, undefined> {
  const folder = `${scope.address(step, '')}/${itemIndex(index, '')}`;
  for await (const { key } of scope.objects.list(folder)) {
    const position = key.slice(folder.length);
    if (/^\d+$/.test(position)) yield Number(position);
  }
}

async function* positions(count: number, worth: Uint32Array | undefined): AsyncGenerator<number, void, undefined> {
  for (let item = 0; item < count; item++) if (worth?.[item] !== 0) yield item;
}
