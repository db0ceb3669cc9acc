import type { ForeachNode } from '@flowmap/graph';
import { isSource, startFact, wholeFact } from '@flowmap/graph';
import type { Expression, OpenState, State } from '../language/index.js';
import type { AslFragment, Exit, MapStrategy } from '../plugin/index.js';
import { brokenStrategy, thrownIn } from './ask-strategy.js';
import { noteEmitter } from './emitters.js';
import { closing, type Ending, type StateEnd } from './ending.js';
import { factInData } from './expression.js';
import { liveBefore } from './liveness.js';
import { lowerPublisher } from './lower-step.js';
import type { Block, Lowering, Scope } from './lowering.js';
import { caught, join, stateName } from './lowering.js';
import { mapContext } from './map-context.js';
import { failAbove } from './tolerance.js';

/** The states that a strategy makes of a foreach, closed so that the next state sees the foreach's own input. */
export function lowerForeach(lowering: Lowering, scope: Scope, node: ForeachNode, ending: Ending): Block {
  const strategy = lowering.strategyOf(node.id);
  const fragment = fragmentOf(lowering, scope, node, strategy);
  const block = close(lowering, scope, node, fragment, ending);
  if (lowering.publications.sources.get(node.id)?.kind !== 'task') return block;
  const { by } = lowering.publications;
  const own = [startFact(lowering.publications, node.id), wholeFact(lowering.publications, node.id)];
  // What it publishes for foreachs over the results of this one is still to come.
  const further = (by.get(node.id) ?? []).flatMap(({ fact }) => (ending.live.has(fact) ? [fact] : []));
  const live = new Set([...aliveBefore(lowering, node, ending), ...own, ...further]);
  return join(lowerPublisher(lowering, scope, node.id, 'items', { next: block.start, live }), block);
}

/** Asks the strategy. One that throws or breaks the contract is reported by its kind and replaced by nothing. */
function fragmentOf(lowering: Lowering, scope: Scope, node: ForeachNode, strategy: MapStrategy): AslFragment {
  try {
    const fragment = strategy.lower(node, mapContext(lowering, scope, node));
    const faults = faultsOf(node, fragment);
    if (faults.length === 0) {
      noteEmitter(lowering.emitters, fragment.states, { foreach: node, strategy });
      return fragment;
    }
    lowering.diagnostics.push(...faults.map((message) => brokenStrategy(node, strategy, message)));
  } catch (error) {
    lowering.diagnostics.push(brokenStrategy(node, strategy, thrownIn('lower', error)));
  }
  const name = stateName(lowering, scope, node.id, 'broken');
  return {
    start: name,
    states: { [name]: { Type: 'Pass' } },
    exits: [{ state: name, succeeded: '0', count: '0' }],
    policies: [],
  };
}

/** Where a fragment breaks what every strategy has to keep. */
function faultsOf(node: ForeachNode, fragment: AslFragment): readonly string[] {
  if (!isFragment(fragment)) return ['gave something from lower that is no fragment'];
  const faults: string[] = [];
  if (!(fragment.start in fragment.states)) faults.push(`starts at ${fragment.start}, which it does not emit`);
  if (fragment.exits.length === 0) faults.push('emits no exit');
  for (const { state: name, succeeded, count, settled } of fragment.exits) {
    const state = fragment.states[name];
    if (!state) faults.push(`names the exit ${name}, which it does not emit`);
    else if (!isOpen(state))
      faults.push(`ends with ${name}, a ${state.Type}: only Task, Map, Parallel and Pass can lead on`);
    else if ('Next' in state || 'End' in state || 'Output' in state) {
      faults.push(`gave its exit ${name} a Next, End or Output: the compiler writes these`);
    }
    if (isSource(node.items) && count === undefined) {
      faults.push(`does not say how many items its source had at its exit ${name}`);
    }
    if (node.tolerate && succeeded === undefined && !settled) {
      faults.push(`does not say how many items ended well at its exit ${name}, but the foreach tolerates failures`);
    }
  }
  return faults;
}

/** What a program in JavaScript may give instead. */
function isFragment(value: Partial<AslFragment> | null | undefined): boolean {
  return typeof value?.states === 'object' && Array.isArray(value.exits) && Array.isArray(value.policies);
}

function isOpen(state: State): state is OpenState {
  return state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel' || state.Type === 'Pass';
}

function close(lowering: Lowering, scope: Scope, node: ForeachNode, fragment: AslFragment, ending: Ending): Block {
  const exits = new Map(fragment.exits.map((exit) => [exit.state, exit]));
  const states: { [name: string]: State } = {};
  for (const [name, state] of Object.entries(fragment.states)) {
    const exit = exits.get(name);
    states[name] = {
      ...state,
      ...(state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel' ? withCatch(state, scope) : {}),
      ...(exit ? closing(ending, endOf(lowering, node, exit, ending)) : {}),
    };
  }
  return { start: fragment.start, states, policies: fragment.policies };
}

/** A strategy's own catchers stay in front, since States.ALL must be the last. */
function withCatch(state: Extract<OpenState, { Catch?: unknown }>, scope: Scope): Partial<Pick<typeof state, 'Catch'>> {
  const own = state.Catch ?? [];
  const ours = own.some((catcher) => catcher.ErrorEquals.includes('States.ALL')) ? [] : (caught(scope).Catch ?? []);
  return own.length + ours.length === 0 ? {} : { Catch: [...own, ...ours] };
}

function endOf(lowering: Lowering, node: ForeachNode, exit: Exit, ending: Ending): StateEnd {
  const { data, requires, count } = exit;
  const tolerated = tolerance(lowering, node, exit);
  const guard = (expression: Expression): Expression => {
    const inner = tolerated(expression);
    return requires ? `( ${requires.condition} ? ${inner} : $error(${requires.message}) )` : inner;
  };
  if (isSource(node.items) && count !== undefined) {
    return { guard, ...(data === undefined ? {} : { data }), brings: { [node.id]: count } };
  }
  // The next state sees what the foreach saw, so no fact is dropped here either.
  return { guard, ...(data === undefined ? {} : { data, whole: aliveBefore(lowering, node, ending).size > 0 }) };
}

function aliveBefore(lowering: Lowering, node: ForeachNode, ending: Ending): ReadonlySet<string> {
  const flow = lowering.facts.get(node.id);
  return flow ? liveBefore(flow, ending.live) : ending.live;
}

/** Fails the exit when more items are lost than the foreach tolerates. */
function tolerance(lowering: Lowering, node: ForeachNode, exit: Exit): (expression: Expression) => Expression {
  if (!node.tolerate || exit.settled) return (expression) => expression;
  const counted = (fact: string): Expression =>
    isSource(node.items) ? (exit.count ?? '0') : factInData(fact, exit.data);
  const count = counted(startFact(lowering.publications, node.id));
  const whole = counted(wholeFact(lowering.publications, node.id));
  const lost = `$n - (${exit.succeeded ?? '0'})`;
  return (expression) => failAbove(node, { count, whole, lost }, expression, exit.data);
}
