import type { Body, NodeId } from '@flowmap/graph';
import { bodiesOf } from '@flowmap/graph';
import { LIMITS, type Retrier, type State, type States } from '../language/index.js';
import type { ExpressFit } from '../plugin/index.js';

/** States with one entry. */
interface Block {
  readonly StartAt: string;
  readonly States: States;
}

/** How the states that one run of a body is made of get on with EXPRESS executions. */
export function expressFit(block: Block, body: Body): ExpressFit {
  return { refused: refusal(block), seconds: longest(block), unlimited: [...unlimitedIn(body)] };
}

/**
 * What an EXPRESS execution does not do. Source: AWS Step Functions developer guide, "Choosing workflow type": only
 * request-response integrations, no activities, no distributed Map.
 */
function refusal({ States: states }: Block): string | undefined {
  for (const [name, state] of Object.entries(states)) {
    const own = refusalOf(name, state);
    if (own !== undefined) return own;
    for (const inner of blocksIn(state)) {
      const found = refusal(inner);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function refusalOf(name: string, state: State): string | undefined {
  if (state.Type === 'Map' && state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED') {
    return `${name} is a distributed Map`;
  }
  if (state.Type !== 'Task') return undefined;
  const [, what] = /\.(sync(?=$|:2$)|waitForTaskToken$)/.exec(state.Resource) ?? [];
  if (what === 'sync') return `${name} waits for a job (${state.Resource.slice(state.Resource.indexOf(':::') + 3)})`;
  if (what !== undefined) return `${name} waits for a task token`;
  return /:activity:/.test(state.Resource) ? `${name} is an activity` : undefined;
}

/** The longest way through, in seconds: what has no timeout counts as nothing, and an inner Map as one of its items. */
function longest({ StartAt, States: states }: Block): number {
  const known = new Map<string, number>();
  const from = (name: string): number => {
    const before = known.get(name);
    const state = states[name];
    if (before !== undefined || !state) return before ?? 0;
    known.set(name, 0);
    const seconds = secondsOf(state) + Math.max(0, ...nextOf(state).map(from));
    known.set(name, seconds);
    return seconds;
  };
  return from(StartAt);
}

function secondsOf(state: State): number {
  if (state.Type === 'Wait') return typeof state.Seconds === 'number' ? state.Seconds : 0;
  if (state.Type !== 'Task') return Math.max(0, ...blocksIn(state).map(longest));
  if (typeof state.TimeoutSeconds !== 'number') return 0;
  const timeout = state.TimeoutSeconds;
  const again = (state.Retry ?? []).filter(isOfCode).map((retrier) => retried(retrier, timeout));
  return timeout + Math.max(0, ...again);
}

/** Whether a retrier is for what a step's code does. A service that says at once that it cannot takes no time to speak of. */
function isOfCode({ ErrorEquals }: Retrier): boolean {
  return ErrorEquals.some((name) => name.startsWith('States.') || !name.includes('.'));
}

/** What further attempts take at the most, the waits before them included. Defaults: the service's. */
function retried(
  { MaxAttempts = 3, IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity }: Retrier,
  timeout: number,
): number {
  let seconds = MaxAttempts * timeout;
  for (let attempt = 0; attempt < MaxAttempts && seconds < LIMITS.expressSeconds; attempt++) {
    seconds += Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** attempt);
  }
  return seconds;
}

function nextOf(state: State): readonly string[] {
  const catches = 'Catch' in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  if (state.Type === 'Choice') {
    return [...state.Choices.map(({ Next }) => Next), state.Default].filter((name) => name !== undefined);
  }
  return 'Next' in state && state.Next !== undefined ? [state.Next, ...catches] : catches;
}

function blocksIn(state: State): readonly Block[] {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' && state.ItemProcessor ? [state.ItemProcessor] : [];
}

/** The steps without a timeout. */
function* unlimitedIn({ nodes }: Body): Generator<NodeId> {
  for (const node of nodes) {
    if (node.kind === 'step' && node.timeoutSeconds === undefined) yield node.id;
    if (node.kind === 'foreach') yield* unlimitedIn(node.body);
    if (node.kind === 'choose') for (const body of bodiesOf(node)) yield* unlimitedIn(body);
  }
}
