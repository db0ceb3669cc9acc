import type { ChooseNode } from '@flowmap/graph';
import type { ChoiceState, FailState } from '../language/index.js';
import type { Ending } from './ending.js';
import { factInData, literal, template } from './expression.js';
import { liveBefore } from './liveness.js';
import { lowerPublisher } from './lower-step.js';
import type { Block, Lowering, Scope } from './lowering.js';
import { join, stateName } from './lowering.js';

/** A Choice whose cases all lead on to the same next state. Without a matching case the machine fails by name. */
export function lowerChoose(lowering: Lowering, scope: Scope, node: ChooseNode, ending: Ending): Block {
  const name = stateName(lowering, scope, node.id);
  const key = factInData(node.id);
  const cases = Object.entries(node.cases).map(([value, body]) => ({
    value,
    block: lowering.lowerBody(lowering, scope, body, ending),
  }));
  const otherwise = node.otherwise
    ? lowering.lowerBody(lowering, scope, node.otherwise, ending)
    : noCase(lowering, scope, node);
  const state: ChoiceState = {
    Type: 'Choice',
    Choices: cases.map(({ value, block }) => ({
      Condition: template(`${key} = ${literal(value)}`),
      Next: block.start,
    })),
    Default: otherwise.start,
  };
  const blocks = [...cases.map(({ block }) => block), otherwise];
  const choice: Block = {
    start: name,
    states: Object.assign({ [name]: state }, ...blocks.map((block) => block.states)) as Block['states'],
    policies: blocks.flatMap((block) => block.policies),
  };
  if (lowering.publications.sources.get(node.id)?.kind !== 'task') return choice;
  const live = new Set([...liveInside(lowering, node, ending), node.id]);
  return join(lowerPublisher(lowering, scope, node.id, 'by', { next: name, live }), choice);
}

/** A key that no case names compares as false everywhere, so the Default must fail and name it. */
function noCase(lowering: Lowering, scope: Scope, node: ChooseNode): Block {
  const name = stateName(lowering, scope, node.id, 'none');
  const state: FailState = {
    Type: 'Fail',
    Error: 'Flowmap.NoCase',
    Cause: template(`${literal(`${node.id}: no case for `)} & $string(${factInData(node.id)})`),
  };
  return {
    start: name,
    states: { [name]: scope.failure === undefined ? state : toFailure(scope.failure) },
    policies: [],
  };
}

/** A Fail state cannot be caught by a state of its own scope, so in a scope that answers for its failures it leads there. */
function toFailure(failure: string): Block['states'][string] {
  return { Type: 'Pass', Next: failure };
}

function liveInside(lowering: Lowering, node: ChooseNode, ending: Ending): ReadonlySet<string> {
  const flow = lowering.facts.get(node.id);
  return flow ? liveBefore(flow, ending.live) : ending.live;
}
