import type { Body, Diagnostic, FlowNode, NodeId, StrategySpec } from '@flowmap/graph';
import { FlowError } from '@flowmap/graph';
import type { StepFunction } from './context.js';
import type { StepDefaults } from './options.js';
import type { Place } from './place.js';

/** A body while its nodes are being defined. */
export interface Draft {
  /** The id of the scope, without a name of its own at the root: what the ids of its nodes begin with. */
  readonly id: NodeId;
  readonly nodes: FlowNode[];
}

/** A flow while it is being defined. */
export interface Definition {
  readonly functions: Map<NodeId, StepFunction>;
  readonly strategies: Map<NodeId, StrategySpec>;
  /** Where each node was written: of two with one id, the second. */
  readonly places: Map<NodeId, Place>;
  /** By the node that a body returns: the nodes of the body that `withSteps` names. */
  readonly listed: Map<NodeId, ReadonlySet<NodeId>>;
  readonly diagnostics: Diagnostic[];
  readonly defaults: StepDefaults;
  /** The body whose nodes are being defined; undefined when the builder has ended. */
  active: Draft | undefined;
}

/** A finding of the builder at a node. */
export interface Finding {
  readonly code: Diagnostic['code'];
  /** Default: an error. */
  readonly severity?: Diagnostic['severity'];
  readonly at: NodeId;
  readonly message: string;
  readonly hint?: string;
}

/** Keeps a finding for the end, with the place of the call that it is about. */
export function report(definition: Definition, finding: Finding, place?: Place): void {
  const where = place?.();
  definition.diagnostics.push({ severity: 'error', ...finding, ...(where === undefined ? {} : { place: where }) });
}

/**
 * Takes a new node's name into a scope and answers with its id. A scope that is not the one being built is reported.
 * Throws `BUILDER_ENDED` when the flow is complete: then nobody would read a report.
 */
export function enter(definition: Definition, draft: Draft, given: unknown, place: Place): NodeId {
  const name = typeof given === 'string' ? given : 'unnamed';
  const id = draft.id === '' ? name : `${draft.id}/${name}`;
  const { active } = definition;
  if (!active) {
    throw new FlowError('BUILDER_ENDED', `${id} was defined after the flow was complete`, {
      hint: 'Define every node while the builder runs, not in the code of a step and not after an await.',
    });
  }
  if (active !== draft) {
    report(
      definition,
      {
        code: 'FLOW1101',
        at: id,
        message: `${name} is defined with the scope of ${draft.id || 'the flow'}, inside the body of ${active.id || 'the flow'}`,
        hint: 'Use the scope that the body receives: (item, s) => s.step(...).',
      },
      place,
    );
  }
  if (typeof given !== 'string') {
    const message = `A node of ${draft.id || 'the flow'} has no name`;
    report(definition, { code: 'FLOW1112', at: id, message, hint: 'The first argument is the name.' }, place);
  }
  definition.places.set(id, place);
  return id;
}

/** Lets `build` define the nodes of a body; the scope around it is closed meanwhile. Answers with what it returned. */
export function defineBody(
  definition: Definition,
  id: NodeId,
  build: (draft: Draft) => unknown,
): { readonly nodes: Body['nodes']; readonly returned: unknown } {
  const draft: Draft = { id, nodes: [] };
  const outer = definition.active;
  definition.active = draft;
  try {
    const returned = build(draft);
    return { nodes: draft.nodes, returned };
  } finally {
    definition.active = outer;
  }
}
