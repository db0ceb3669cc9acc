/** The names of a node and of the scopes around it, joined by `/`: `perShard/perDay/fit`. Stable across edits elsewhere. */
export type NodeId = string;

/** The property names from a value down to the part that is meant; empty for the value itself. */
export type Path = readonly string[];

/** The output of a node, or a part of it. */
export interface NodeReference {
  readonly node: NodeId;
  readonly path: Path;
}

/** The current item of an enclosing foreach, or a part of it. `item` is the id of that foreach. */
export interface ItemReference {
  readonly item: NodeId;
  readonly path: Path;
}

/** A parameter of the flow, or a part of it. */
export interface ParamReference {
  readonly param: string;
  readonly path: Path;
}

/** A value that a flow names before it exists. */
export type Reference = NodeReference | ItemReference | ParamReference;
