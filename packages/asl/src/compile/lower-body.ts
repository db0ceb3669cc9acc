import type { Body, FlowNode, NodeId, Part } from '@flowmap/graph';
import { locate } from '@flowmap/graph';
import type { ParallelState } from '../language/index.js';
import { property } from './expression.js';
import { closing, type Ending } from './ending.js';
import { liveBefore, type FactFlow } from './liveness.js';
import { lowerChoose } from './lower-choose.js';
import { lowerForeach } from './lower-foreach.js';
import { lowerStep } from './lower-step.js';
import type { Block, Lowering, Scope } from './lowering.js';
import { caught, stateName } from './lowering.js';

/** The states of a body, in the order that its arrangement gives. */
export function lowerBody(lowering: Lowering, scope: Scope, body: Body, ending: Ending): Block {
  return lowerSequence(lowering, scope, lowering.arrange(body), ending);
}

/** From the back, so that each part knows what follows it and which facts live on. */
function lowerSequence(lowering: Lowering, scope: Scope, parts: readonly Part[], ending: Ending): Block {
  const states: Block['states'][] = [];
  const policies: Block['policies'][number][] = [];
  let next = ending;
  for (const part of parts.toReversed()) {
    const block = lowerPart(lowering, scope, part, next);
    states.push(block.states);
    policies.unshift(...block.policies);
    next = { next: block.start, live: liveBefore(flowOf(lowering, part), next.live) };
  }
  return { start: next.next ?? '', states: Object.assign({}, ...states.toReversed()) as Block['states'], policies };
}

function lowerPart(lowering: Lowering, scope: Scope, part: Part, ending: Ending): Block {
  if (typeof part !== 'string') return lowerParallel(lowering, scope, part.parallel, ending);
  const node: FlowNode = locate(lowering.index, part).node;
  switch (node.kind) {
    case 'step':
      return lowerStep(lowering, scope, node, ending);
    case 'foreach':
      return lowerForeach(lowering, scope, node, ending);
    case 'choose':
      return lowerChoose(lowering, scope, node, ending);
  }
}

/** Branches side by side. Each hands on the facts it publishes; all else of the state data stays as it was. */
function lowerParallel(
  lowering: Lowering,
  scope: Scope,
  branches: readonly (readonly Part[])[],
  ending: Ending,
): Block {
  const name = stateName(lowering, scope, parallelId(branches), 'parallel');
  const brings: { [fact: string]: string } = {};
  const blocks = branches.map((branch, at) => {
    const { publishes } = sequenceFlow(lowering, branch);
    const exported = new Set([...ending.live].filter((fact) => publishes.has(fact)));
    exported.forEach((fact) => (brings[fact] = `$states.result[${at}]${property(fact)}`));
    const { failure: _, ...inner } = scope;
    return lowerSequence(lowering, inner, branch, { live: exported, answer: { kind: 'facts' } });
  });
  const state: ParallelState = {
    Type: 'Parallel',
    Branches: blocks.map((block) => ({ StartAt: block.start, States: block.states })),
    ...caught(scope),
    ...closing(ending, { brings }),
  };
  return { start: name, states: { [name]: state }, policies: blocks.flatMap((block) => block.policies) };
}

/** A Parallel is named after the node that its first branch begins with. */
function parallelId(branches: readonly (readonly Part[])[]): NodeId {
  const first = branches[0]?.[0];
  return first === undefined ? '' : typeof first === 'string' ? first : parallelId(first.parallel);
}

function flowOf(lowering: Lowering, part: Part): FactFlow {
  if (typeof part === 'string') return lowering.facts.get(part) ?? NOTHING;
  return union(part.parallel.map((branch) => sequenceFlow(lowering, branch)));
}

function sequenceFlow(lowering: Lowering, parts: readonly Part[]): FactFlow {
  const { uses, publishes } = union(parts.map((part) => flowOf(lowering, part)));
  return { uses: new Set([...uses].filter((fact) => !publishes.has(fact))), publishes };
}

function union(flows: readonly FactFlow[]): FactFlow {
  return {
    uses: new Set(flows.flatMap((flow) => [...flow.uses])),
    publishes: new Set(flows.flatMap((flow) => [...flow.publishes])),
  };
}

const NOTHING: FactFlow = { uses: new Set(), publishes: new Set() };
