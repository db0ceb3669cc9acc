import type { Diagnostic, FlowGraph } from '@flowmap/graph';
import { checkGraph } from '@flowmap/graph';
import type { Definition } from './definition.js';
import type { Place } from './place.js';

/** What a finding of the builder explains already, by its code: those of the graph at the same node are left out. */
const EXPLAINED: { readonly [code: string]: readonly Diagnostic['code'][] } = {
  FLOW1102: ['FLOW1004'],
  FLOW1103: ['FLOW1009'],
  FLOW1105: ['FLOW1009'],
  FLOW1107: ['FLOW1009'],
};

/** All that is wrong with a flow: what the builder met, then what the graph breaks, with the places in the author's file. */
export function findingsOf(definition: Definition, graph: FlowGraph, flowPlace: Place): readonly Diagnostic[] {
  const { diagnostics, places } = definition;
  const explained = new Set(
    diagnostics.flatMap(({ code, at }) => (EXPLAINED[code] ?? []).map((other) => `${other} ${at}`)),
  );
  const graphs = checkGraph(graph).filter(({ code, at }) => !explained.has(`${code} ${at}`));
  return [
    ...diagnostics,
    ...graphs.map((diagnostic) => {
      const place = (places.get(diagnostic.at) ?? flowPlace)();
      return place === undefined ? diagnostic : { ...diagnostic, place };
    }),
  ];
}
