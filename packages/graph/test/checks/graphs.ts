import type { Body, ChooseNode, FlowGraph, FlowNode, ForeachNode, Reference, StepNode } from '@flowmap/graph';
import { checkGraph } from '@flowmap/graph';

/** The output of a node, or a part of it. */
export const of = (node: string, ...path: string[]): Reference => ({ node, path });

/** The item of a foreach. */
export const item = (foreach: string): Reference => ({ item: foreach, path: [] });

/** A step without inputs, but for what is given. */
export const step = (id: string, fields: Partial<StepNode> = {}): StepNode => ({ kind: 'step', id, in: {}, ...fields });

/** A foreach over the output of a step. */
export const foreach = (
  id: string,
  items: ForeachNode['items'],
  nodes: FlowNode[],
  fields: Partial<ForeachNode> = {},
): ForeachNode => ({
  kind: 'foreach',
  id,
  items,
  body: { nodes },
  ...fields,
});

/** A choose by a reference. */
export const choose = (id: string, by: Reference, cases: { [key: string]: Body }): ChooseNode => ({
  kind: 'choose',
  id,
  by,
  cases,
});

/** A graph of the given nodes. */
export const graph = (nodes: FlowNode[], fields: Partial<FlowGraph> = {}): FlowGraph => ({
  schemaVersion: 1,
  name: 'test',
  params: {},
  body: { nodes },
  ...fields,
});

/** What the check of a graph finds, a line each: `FLOW1003 load: load is defined twice`. */
export const found = (value: unknown): readonly string[] =>
  checkGraph(value).map(({ code, at, message }) => `${code} ${at || '-'}: ${message}`);
