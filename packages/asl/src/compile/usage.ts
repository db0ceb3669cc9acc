import { NOTHING, oneAfterAnother, sideBySide } from '../forecast/arithmetic.js';
import type { State, States } from '../language/index.js';
import type { Usage } from '../plugin/index.js';

/** What is known beyond the states themselves. */
export interface Knowledge {
  /** What a Map takes. */
  ofMap(name: string, state: Extract<State, { Type: 'Map' }>): Usage;
  /** What a Choice leads to, given what each of its ways takes: its choices in order, then the default. */
  ofChoice(name: string, ways: readonly Usage[]): Usage;
  /** What a state takes beyond its events, its transition and its request. */
  more?(name: string, state: State): Pick<Usage, 'stores' | 'packs' | 'stateDataBytes'>;
}

/** What running states takes at least: no retry, every Map empty, of several ways the shortest. */
export function usageOf(block: Block): Usage {
  return usageKnowing(block, {
    ofMap: (_, state) => {
      const distributed = state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
      const mapRuns = distributed ? 1 : 0;
      return { ...NOTHING, transitions: 1, events: distributed ? 6 : 4, mapRuns, openMapRuns: mapRuns };
    },
    ofChoice: (_, ways) => ways.reduce((best, way) => (way.events < best.events ? way : best), ways[0] ?? NOTHING),
  });
}

/** What running states takes when nothing fails and so much is known of them. A loop is gone through once. */
export function usageKnowing(block: Block, knowledge: Knowledge): Usage {
  const known = new Map<string, Usage>();
  const from = (name: string | undefined): Usage => {
    if (name === undefined) return NOTHING;
    const found = known.get(name);
    if (found) return found;
    const state = block.States[name];
    if (!state) return NOTHING;
    known.set(name, NOTHING);
    const own = oneAfterAnother(ofState(name, state, knowledge), { ...NOTHING, ...knowledge.more?.(name, state) });
    const usage = oneAfterAnother(own, onward(name, state));
    known.set(name, usage);
    return usage;
  };
  const onward = (name: string, state: State): Usage => {
    if (state.Type !== 'Choice') return from(state.Next);
    const ways = [
      ...state.Choices.map((choice) => choice.Next),
      ...(state.Default === undefined ? [] : [state.Default]),
    ];
    return knowledge.ofChoice(name, ways.map(from));
  };
  return from(block.StartAt);
}

interface Block {
  readonly StartAt: string;
  readonly States: States;
}

/** Events as the service writes them: entered, what the state does, exited. */
function ofState(name: string, state: State, knowledge: Knowledge): Usage {
  const one = { ...NOTHING, transitions: 1 };
  switch (state.Type) {
    case 'Task':
      // Scheduled, Started, Succeeded; a `.sync` integration also has Submitted.
      return { ...one, events: state.Resource.includes('.sync') ? 6 : 5, requests: { [api(state.Resource)]: 1 } };
    case 'Map':
      return knowledge.ofMap(name, state);
    case 'Parallel': {
      const branches = state.Branches.map((branch) => usageKnowing(branch, knowledge));
      return oneAfterAnother({ ...one, events: 4 }, branches.reduce(sideBySide, NOTHING));
    }
    case 'Fail':
    case 'Pass':
    case 'Choice':
    case 'Succeed':
    case 'Wait':
      return { ...one, events: 2 };
  }
}

/** `arn:aws:states:::lambda:invoke` is `lambda:invoke`. */
function api(resource: string): string {
  return resource.slice(resource.indexOf(':::') + 3);
}
