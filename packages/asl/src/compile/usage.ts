import type { State, States } from '../language/index.js';
import type { Usage } from '../plugin/index.js';

const NONE: Usage = { events: 0, transitions: 0, executions: 0, mapRuns: 0, requests: {} };

/** What running states takes at least: no retry, every Map empty, of several ways the shortest. */
export function usageOf(block: { readonly StartAt: string; readonly States: States }): Usage {
  const known = new Map<string, Usage>();
  const from = (name: string | undefined): Usage => {
    if (name === undefined) return NONE;
    const found = known.get(name);
    if (found) return found;
    const state = block.States[name];
    if (!state) return NONE;
    known.set(name, NONE); // A loop costs nothing more at the least.
    const usage = sum(ofState(state), least(waysOn(state).map(from)));
    known.set(name, usage);
    return usage;
  };
  return from(block.StartAt);
}

function waysOn(state: State): readonly (string | undefined)[] {
  if (state.Type !== 'Choice') return [state.Next];
  return [...state.Choices.map((choice) => choice.Next), ...(state.Default === undefined ? [] : [state.Default])];
}

/** Events as the service writes them: entered, what the state does, exited. */
function ofState(state: State): Usage {
  const one = { ...NONE, transitions: 1 };
  switch (state.Type) {
    case 'Task':
      // Scheduled, Started, Succeeded; a `.sync` integration also has Submitted.
      return { ...one, events: state.Resource.includes('.sync') ? 6 : 5, requests: { [api(state.Resource)]: 1 } };
    case 'Map': {
      const distributed = state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
      return { ...one, events: distributed ? 6 : 4, mapRuns: distributed ? 1 : 0 };
    }
    case 'Parallel':
      return state.Branches.map(usageOf).reduce(sum, { ...one, events: 4 });
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

function sum(a: Usage, b: Usage): Usage {
  const requests = { ...a.requests };
  for (const [name, count] of Object.entries(b.requests)) requests[name] = (requests[name] ?? 0) + count;
  return {
    events: a.events + b.events,
    transitions: a.transitions + b.transitions,
    executions: a.executions + b.executions,
    mapRuns: a.mapRuns + b.mapRuns,
    requests,
  };
}

function least(ways: readonly Usage[]): Usage {
  return ways.reduce((best, way) => (way.events < best.events ? way : best), ways[0] ?? NONE);
}
