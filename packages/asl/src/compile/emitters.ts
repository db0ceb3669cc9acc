import type { ForeachNode } from '@flowmap/graph';
import type { State, States } from '../language/index.js';
import type { MapStrategy } from '../plugin/index.js';

/** Who emitted a state: the strategy of a foreach, or `compiler` for the states of steps, computes and bodies. */
export type Emitter = { readonly foreach: ForeachNode; readonly strategy: MapStrategy } | 'compiler';

/** The emitters of states by name. */
export type Emitters = Map<string, Emitter>;

/** Notes who emitted states and all that is inside of them. Who was noted first stays: bodies come before what is around them. */
export function noteEmitter(emitters: Emitters, states: States, emitter: Emitter): void {
  for (const [name, state] of Object.entries(states)) {
    if (!emitters.has(name)) emitters.set(name, emitter);
    for (const inner of blocksIn(state)) noteEmitter(emitters, inner, emitter);
  }
}

function blocksIn(state: State): readonly States[] {
  if (state.Type === 'Parallel') return state.Branches.map(({ States: inner }) => inner);
  return state.Type === 'Map' && state.ItemProcessor ? [state.ItemProcessor.States] : [];
}

/** Who emitted the innermost state that a location leads to. State names hold slashes, so the last name that fits is taken. */
export function emitterAt(emitters: Emitters, location: string): Emitter | undefined {
  let best: { readonly end: number; readonly emitter: Emitter } | undefined;
  for (const [name, emitter] of emitters) {
    const step = `/States/${name}`;
    const start = `${location}/`.lastIndexOf(`${step}/`);
    const end = start + step.length;
    if (start >= 0 && end > (best?.end ?? 0)) best = { end, emitter };
  }
  return best?.emitter;
}
