import type { Json } from '@flowmap/asl/language';
import type { Execution, Thread, Variables } from '../execution.js';
import { StateFailure } from '../failure.js';
import { compileMachine } from '../machine/machine.js';
import type { Node } from '../machine/node.js';
import type { Ports } from '../ports.js';
import { DefinitionError } from '../problem.js';
import { type Rehearsal, Retriable } from './rehearsal.js';
import type { TestStateResult } from './request.js';
import { invalidDefinition, NAME, type Subject } from './subject.js';

/** What a play is given besides its stage. */
export interface Properties {
  readonly variables: Variables;
  readonly ports: Ports;
  readonly inspect: (field: string, value: Json) => void;
}

/** How a tested state ended, and the variables after it. */
export interface Played {
  readonly ending: TestStateResult;
  readonly variables: Variables;
}

/** Runs the state once. */
export async function play(
  subject: Subject,
  stage: Execution,
  trial: Rehearsal,
  { variables, ports, inspect }: Properties,
): Promise<Played> {
  const execution = { ...stage, environment: { ...stage.environment, ports, inspect, trial } };
  const { stop } = stage;
  const at = ports.clock.now();
  const thread: Thread = { execution, stop, line: '', previous: 0, last: 0, at, variables, branch: false };
  return { ending: await endingOf(nodeOf(subject), thread, trial), variables: thread.variables };
}

function nodeOf({ machine }: Subject): Node {
  try {
    return compileMachine(machine, 'STANDARD', true).block.nodes.get(NAME) as Node;
  } catch (error) {
    if (error instanceof DefinitionError) throw invalidDefinition(error.problems);
    throw error;
  }
}

async function endingOf(node: Node, thread: Thread, trial: Rehearsal): Promise<TestStateResult> {
  try {
    const { next, output } = await node.run(thread, thread.execution.input);
    const nextState = next === undefined ? {} : { nextState: next };
    const ending = { output: JSON.stringify(output), ...nextState };
    if (trial.failure === undefined) return { status: 'SUCCEEDED', ...ending };
    return { status: 'CAUGHT_ERROR', ...failureOf(trial.failure), ...ending };
  } catch (error) {
    if (error instanceof Retriable && trial.failure !== undefined) {
      return { status: 'RETRIABLE', ...failureOf(trial.failure) };
    }
    if (error instanceof StateFailure) return { status: 'FAILED', ...failureOf(error) };
    throw error;
  }
}

function failureOf({ error, explanation }: StateFailure): Pick<TestStateResult, 'error' | 'cause'> {
  return {
    ...(error === undefined ? {} : { error }),
    ...(explanation === undefined ? {} : { cause: explanation.replace(PREFIX, '') }),
  };
}

/** In an execution, a cause begins with the place where the error arose; in a test it does not. */
const PREFIX = /^An error occurred while executing the state '.*' \(entered at the event id #\d+\)\. /;
