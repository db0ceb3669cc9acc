import type { Body, ChooseNode, GraphIndex } from '@flowmap/graph';
import { bodiesOf, FlowError } from '@flowmap/graph';
import type { Usage } from '../plugin/index.js';
import type { ChosenCase, ForecastLoad } from './types.js';

/** Which body of each choose is taken to run. */
export interface Cases {
  /** The usage of the body that runs, given those of all its bodies in order. What was not said is decided here, once. */
  choose(choose: ChooseNode, ways: readonly Usage[]): Usage | undefined;
  /** The body that runs. Undefined until it was decided. */
  bodyOf(choose: ChooseNode): Body | undefined;
  all(): readonly ChosenCase[];
}

/** The cases that were said; all others are the dearest. Throws `NO_CASE` for a key that leads nowhere. */
export function cases(index: GraphIndex, { cases: said = {} }: ForecastLoad): Cases {
  const taken = new Map<ChooseNode, number>();
  for (const { node } of index.nodes.values()) {
    const key = said[node.id];
    if (node.kind !== 'choose' || key === undefined) continue;
    const at = Object.keys(node.cases).indexOf(key);
    if (at < 0 && !node.otherwise) throw noCase(node, key);
    taken.set(node, at < 0 ? bodiesOf(node).length - 1 : at);
  }
  return {
    choose(choose, ways) {
      const bodies = ways.slice(0, bodiesOf(choose).length);
      const at = taken.get(choose) ?? dearest(bodies);
      taken.set(choose, at);
      return bodies[at];
    },
    bodyOf(choose) {
      const at = taken.get(choose);
      return at === undefined ? undefined : bodiesOf(choose)[at];
    },
    all: () =>
      [...taken].map(([{ id, cases: keys }, at]) => ({ choose: id, key: Object.keys(keys)[at], given: id in said })),
  };
}

function dearest(ways: readonly Usage[]): number {
  const most = ways.reduce((best, way) => (isDearer(way, best) ? way : best));
  return ways.indexOf(most);
}

function isDearer(a: Usage, b: Usage): boolean {
  return a.transitions === b.transitions ? a.events > b.events : a.transitions > b.transitions;
}

function noCase({ id, cases: keys }: ChooseNode, key: string): FlowError {
  return new FlowError('NO_CASE', `${id} has no case for ${JSON.stringify(key)}, and no otherwise`, {
    hint: `Its cases: ${Object.keys(keys).join(', ')}.`,
  });
}
