/**
 * The key of the graph of a flow, as JSON, that was deployed with a code: whoever has no file of the flow reads its runs by it. No
 * deployment's name begins with a full stop, so nothing else is there.
 */
export function graphKey(code: string): string {
  return `.flowmap/code/${code}.graph.json`;
}
