import type { Body } from '../nodes.js';
import type { Part } from './arrange.js';

/** A place in the plan of an arrangement: a node, two plots in series, or several side by side. */
export interface Plot {
  node?: number;
  series?: readonly [Plot, Plot];
  parallel?: readonly Plot[];
  /** The position, in the author's file, of its first node. */
  least: number;
}

/** The sequence that a plan means. `plots` are all its plots, each before those inside it. Any depth, no recursion. */
export function sequenceOf(body: Body, root: Plot, plots: readonly Plot[]): readonly Part[] {
  for (const plot of plots.toReversed()) {
    for (const inner of plot.series ?? plot.parallel ?? []) plot.least = Math.min(plot.least, inner.least);
  }
  const sequence: Part[] = [];
  const work: (readonly [Plot, Part[]])[] = [[root, sequence]];
  for (let next = work.pop(); next; next = work.pop()) {
    const [plot, into] = next;
    const node = body.nodes[plot.node ?? -1];
    if (node) into.push(node.id);
    // The last pushed is the first popped: what comes first in series is written down before what follows.
    if (plot.series) work.push([plot.series[1], into], [plot.series[0], into]);
    if (plot.parallel) {
      const branches = [...plot.parallel]
        .sort((one, two) => one.least - two.least)
        .map((branch): readonly [Plot, Part[]] => [branch, []]);
      into.push({ parallel: branches.map(([, branch]): readonly Part[] => branch) });
      for (const [branch, branchInto] of branches) work.push([branch, branchInto]);
    }
  }
  return sequence;
}
