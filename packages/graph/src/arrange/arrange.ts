import type { Diagnostic } from '../diagnostic.js';
import { invariant } from '../flow-error.js';
import type { Body } from '../nodes.js';
import type { NodeId } from '../reference.js';
import { barriersAt } from './barrier.js';
import { bestBoundary, findCut } from './cut.js';
import { divide } from './divide.js';
import { dependenciesOf } from './dependencies.js';
import type { Plot } from './plot.js';
import { sequenceOf } from './plot.js';
import { split } from './split.js';
import type { Region, Side } from './terrain.js';
import { createTerrain, enclose, nodesOf } from './terrain.js';

/** A part of an arranged body: a node, or sequences side by side. */
export type Part = NodeId | { readonly parallel: readonly (readonly Part[])[] };

/** The order in which the nodes of a body run. */
export interface Arrangement {
  /** One after the other. Each node of the body is in it once. */
  readonly sequence: readonly Part[];
  /** Warnings FLOW2001: nodes that wait for more than the author said, since the body is not series-parallel. */
  readonly barriers: readonly Diagnostic[];
}

/** A region to arrange: connected, or to be split first into parts that each reach the end `from`. */
interface Work {
  readonly region: Region;
  readonly plot: Plot;
  readonly from?: Side;
}

/**
 * Arranges the nodes of a body in series and in parallel, such that every dependency is kept and a node waits for no other
 * where that can be. Where it cannot - the dependencies are not series-parallel - the body is cut where the fewest nodes have
 * to wait for more, and that is reported. Side by side stands in the author's order. O(n log n) for n nodes and dependencies
 * as long as nothing has to be forced. The graph is checked before: a cycle is a bug.
 */
export function arrange(body: Body): Arrangement {
  const terrain = createTerrain(dependenciesOf(body));
  const barriers: Diagnostic[] = [];
  const plots: Plot[] = [];
  const work: Work[] = [];
  const plan = (region: Region, from?: Side): Plot => {
    const plot: Plot = { least: Number.POSITIVE_INFINITY };
    plots.push(plot);
    work.push({ region, plot, ...(from === undefined ? {} : { from }) });
    return plot;
  };
  if (body.nodes.length === 0) return { sequence: [], barriers };
  const whole = enclose(terrain, [...body.nodes.keys()]);
  const root = plan(whole, 0);
  for (let next = work.pop(); next; next = work.pop()) {
    const { region, plot, from } = next;
    const parts = from === undefined ? [region] : split(terrain, region, from);
    if (parts.length > 1) {
      plot.parallel = parts.map((part) => plan(part));
      continue;
    }
    const [{ first, last }] = region;
    if (first === last) {
      plot.node = first;
      plot.least = first;
      continue;
    }
    const cut = findCut(terrain, region);
    if (cut) {
      const [before, after] = divide(terrain, region, cut);
      plot.series = [plan(before, 1), plan(after, 0)];
    } else {
      const nodes = [...nodesOf(terrain[0], region[0])];
      const boundary = bestBoundary(terrain[0], region[0], nodes.length);
      invariant(boundary, 'nodes that depend on each other have more than one level');
      barriers.push(...barriersAt(body, terrain[0], region[0], boundary));
      const before = enclose(terrain, nodes.slice(0, boundary.before));
      const after = enclose(terrain, nodes.slice(boundary.before));
      plot.series = [plan(before, 0), plan(after, 0)];
    }
  }
  return { sequence: sequenceOf(body, root, plots), barriers };
}
