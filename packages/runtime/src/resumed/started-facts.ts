import type { ForeachNode, Facts, NodeId, Publication } from '@flowmap/graph';
import { invariant, locate } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';
import type { RunScope } from '../run-scope.js';
import { onlyStep } from '../read/collection.js';
import { timeFor, type TimeLeft } from './patience.js';
import { readStarted, writeStarted } from './started.js';
import { takeBodies } from './take-bodies.js';
import { takeItems } from './take-items.js';

/**
 * The facts of a committed task as the state machine is told them. In a run that resumes another one the count of a foreach is that of
 * the items that are left to start: the others are taken from the earlier run here, so that nothing is started for them.
 */
export async function startedFacts(
  scope: RunScope,
  index: string,
  { facts, publications }: { readonly facts: Facts; readonly publications: readonly Publication[] },
  ports: TaskPorts & { readonly timeout?: number | undefined },
): Promise<Facts> {
  if (!scope.machine) return facts;
  const told: { [name: string]: Facts[string] } = { ...facts };
  const time = timeFor(ports);
  // In the order of the graph: a foreach over the results of another one finds those that were taken.
  for (const { fact, kind, whole } of publications) {
    const count = facts[fact];
    if (kind !== 'count' || whole !== undefined || typeof count !== 'number') continue;
    if (scope.publications.starts.has(fact)) told[fact] = await decide(scope, fact, { index, count }, ports, time);
  }
  return told;
}

async function decide(
  scope: RunScope,
  id: NodeId,
  { index, count }: { readonly index: string; readonly count: number },
  ports: TaskPorts,
  time: TimeLeft,
): Promise<number> {
  const known = await readStarted(scope, id, index);
  if (known) return known.count;
  const { node } = locate(scope.index, id);
  invariant(node.kind === 'foreach', `${id} has a count and is no foreach`);
  const left = await take(scope, node, { index, count }, ports, time);
  return (await writeStarted(scope, id, index, left)).count;
}

function take(
  scope: RunScope,
  foreach: ForeachNode,
  items: { readonly index: string; readonly count: number },
  ports: TaskPorts,
  time: TimeLeft,
): ReturnType<typeof takeItems> {
  const step = onlyStep(foreach);
  return step ? takeItems(scope, foreach, step, items, time) : takeBodies(scope, foreach, items, ports, time);
}
