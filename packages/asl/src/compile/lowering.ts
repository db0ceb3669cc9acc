import type { Body, Diagnostic, GraphIndex, NodeId, Part, Publications, StepNode } from '@flowmap/graph';
import type { Catcher, State } from '../language/index.js';
import type { Compute, MapStrategy, MapView, PolicyStatement } from '../plugin/index.js';
import type { Emitters } from './emitters.js';
import type { Ending } from './ending.js';
import type { FactFlow } from './liveness.js';
import type { Names } from './names.js';
import type { CompileOptions } from './options.js';

/** What every part of the lowering reads. One for each machine. */
export interface Lowering {
  readonly index: GraphIndex;
  readonly publications: Publications;
  readonly facts: ReadonlyMap<NodeId, FactFlow>;
  readonly options: CompileOptions;
  readonly names: Names;
  /** What the strategies found, and where they broke the contract. */
  readonly diagnostics: Diagnostic[];
  /** Who emitted each state, for what the rules of the language say of it. */
  readonly emitters: Emitters;
  /** What is known of one run of a foreach's body, worked out once. */
  readonly bodies: Map<NodeId, BodyFacts>;
  readonly strategyOf: (foreach: NodeId) => MapStrategy;
  readonly arrange: (body: Body) => readonly Part[];
  /** Lowers a body within a body: here, so that the files that need it do not import each other in a circle. */
  readonly lowerBody: (lowering: Lowering, scope: Scope, body: Body, ending: Ending) => Block;
}

/** What the states of a foreach's body say without being run. */
export type BodyFacts = Pick<MapView, 'usage' | 'express'>;

/** Where a part is lowered. */
export interface Scope {
  /** Number of enclosing foreachs: the length of the index path. */
  readonly depth: number;
  /** Set by `variant`: what follows every state name, so that a body can be emitted twice. */
  readonly tag: string;
  /** The state to which a failure of this scope goes. */
  readonly failure?: string;
}

/** States with one entry, all closed. */
export interface Block {
  readonly start: string;
  readonly states: { readonly [name: string]: State };
  readonly policies: readonly PolicyStatement[];
}

/** The name of a state of a node: its id, its role behind a point, the variant behind an `@`. No two nodes share one. */
export function stateName(lowering: Lowering, scope: Scope, id: NodeId, role?: string): string {
  return lowering.names.state(`${id}${role === undefined ? '' : `.${role}`}${scope.tag}`);
}

/** The compute that a step runs on. A flow whose step names an unknown one is refused before anything is lowered. */
export function computeOf(options: CompileOptions, step: StepNode | undefined): Compute {
  return options.computes[step?.resources?.on ?? 'default'] ?? options.computes.default;
}

/** The Catch of a state whose failure its scope answers for. */
export function caught(scope: Scope): { readonly Catch?: readonly Catcher[] } {
  return scope.failure === undefined ? {} : { Catch: [{ ErrorEquals: ['States.ALL'], Next: scope.failure }] };
}

/** Two blocks of one scope, the first leading on to the second. */
export function join(first: Block, second: Block): Block {
  return {
    start: first.start,
    states: { ...first.states, ...second.states },
    policies: [...first.policies, ...second.policies],
  };
}
