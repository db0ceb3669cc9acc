import type { State, StateMachine, States } from '@flowmap/asl/language';
import { JOBS } from './jobs.table.js';
import { OPTIMIZED } from './optimized.table.js';

/** `arn:aws:states:::<service>:<action>` with its pattern. */
export const INTEGRATION: RegExp =
  /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:.]+):([^:.]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;

/** What this server does not do for a Resource, whatever it is given; undefined where it does the work. */
export function notImplemented(resource: string): string | undefined {
  if (/^arn:[^:]+:(lambda|states:[^:]+:[^:]+:activity):/.test(resource)) return undefined;
  const [, service, action, pattern] = INTEGRATION.exec(resource) ?? [];
  if (service === undefined) return `${resource} is no resource that this server knows`;
  const name = `${service}:${action}`;
  if (name === 'lambda:invoke' || name === 'states:startExecution') return undefined;
  if (pattern?.startsWith('.sync') === true && JOBS[name] === undefined) return `this server cannot wait for ${name}`;
  if (service.startsWith('aws-sdk:') || OPTIMIZED[service] !== undefined) return undefined;
  return `this server does not serve ${name}; as aws-sdk:<service>:${action} it may`;
}

/** A Task state that this server cannot run. */
export interface Unserved {
  /** As the service writes places: `/States/Call/Resource`. */
  readonly location: string;
  readonly message: string;
}

/** The Task states of a machine, at any depth, that this server cannot run. */
export function unservedTasks({ States }: StateMachine): readonly Unserved[] {
  return [...inStates(States, '/States')];
}

function* inStates(states: States, place: string): Generator<Unserved> {
  for (const [name, state] of Object.entries(states)) yield* inState(state, `${place}/${name}`);
}

function* inState(state: State, place: string): Generator<Unserved> {
  if (state.Type === 'Task') {
    const message = notImplemented(state.Resource);
    if (message !== undefined) yield { location: `${place}/Resource`, message };
  } else if (state.Type === 'Parallel') {
    for (const [i, { States }] of state.Branches.entries()) yield* inStates(States, `${place}/Branches[${i}]/States`);
  } else if (state.Type === 'Map') {
    const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor';
    const processor = state[field];
    if (processor !== undefined) yield* inStates(processor.States, `${place}/${field}/States`);
  }
}
