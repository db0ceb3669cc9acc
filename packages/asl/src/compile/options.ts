import type { Diagnostic, NodeId, StrategySpec } from '@flowmap/graph';
import type { StateMachine } from '../language/index.js';
import type { Compute, MapStrategy, PolicyStatement, RunStates, Target } from '../plugin/index.js';

/** What a graph is compiled with. */
export interface CompileOptions {
  /** The strategies that the author chose, by foreach: live values of {@link MapStrategy}. */
  readonly strategies: ReadonlyMap<NodeId, StrategySpec>;
  /** The strategy of every foreach that names none. */
  readonly fallback: MapStrategy;
  /** Where code runs: the default, and those that a step asks for by `resources.on`. */
  readonly computes: Computes;
  /** The states of the metadata store. */
  readonly run: RunStates;
  readonly target: Target;
}

/** Computes by name. */
export interface Computes {
  readonly default: Compute;
  readonly [name: string]: Compute;
}

/** What compiling gives. */
export interface Compiled {
  /** Absent when a diagnostic is an error. */
  readonly definition?: StateMachine;
  /** The rights that the state machine's role needs, without repetition. */
  readonly policies: readonly PolicyStatement[];
  readonly diagnostics: readonly Diagnostic[];
}
