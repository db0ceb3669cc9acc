import type { ItemSource } from './item-source.js';
import type { NodeId, ParamReference, Reference } from './reference.js';
import type { SecretReference } from './secret.js';
import type { StrategySpec } from './strategy-spec.js';

/** A node of a body. The set is closed: a reader meets each of these and nothing else. */
export type FlowNode = StepNode | ForeachNode | ChooseNode;

/** What all nodes have. */
export interface NodeBase {
  readonly id: NodeId;
  /** Nodes of the same body that must have ended first, beside those whose output is used. */
  readonly after?: readonly NodeId[];
}

/** One unit of the author's code: a task for each run of it. */
export interface StepNode extends NodeBase {
  readonly kind: 'step';
  /** The declared inputs, by the name under which the code receives them. */
  readonly in: { readonly [name: string]: Reference };
  readonly resources?: Resources;
  readonly retry?: Retry;
  /** Upper bound of one attempt, in seconds. Default: none of ours; the service's own limit holds. */
  readonly timeoutSeconds?: number;
  /** Values that the code receives as `env`, by name. */
  readonly env?: { readonly [name: string]: string };
  /** Values that the code receives as `env` too, and that are fetched when a task begins. */
  readonly secrets?: { readonly [name: string]: SecretReference };
  /** Runs when every attempt has failed; its output then stands for the step's. */
  readonly catch?: CatchHandler;
}

/** The handler of a failed step. It receives the step's inputs and the error, on the step's own compute. */
export interface CatchHandler {
  readonly id: NodeId;
}

/** A body that runs once for each item of a list. */
export interface ForeachNode extends NodeBase {
  readonly kind: 'foreach';
  /** A list of the flow, or one that the service reads by itself. */
  readonly items: Reference | ItemSource;
  readonly body: Body;
  readonly tolerate?: Tolerance;
  /** How many items run at once, or the parameter that says it. Default: what the strategy allows. */
  readonly concurrency?: number | ParamReference;
  /** The strategy the author chose. Absent: the flag, then the configuration, then inline. */
  readonly strategy?: StrategySpec;
}

/** A switch: the body whose key equals the value of `by` runs, `otherwise` when none does. */
export interface ChooseNode extends NodeBase {
  readonly kind: 'choose';
  readonly by: Reference;
  readonly cases: { readonly [key: string]: Body };
  readonly otherwise?: Body;
}

/** The nodes of one scope, in the order in which the author wrote them, and the value the scope gives. */
export interface Body {
  readonly nodes: readonly FlowNode[];
  readonly result?: Reference;
}

/** How many items of a foreach may fail. Exceeding either bound fails the foreach. At least one is given. */
export interface Tolerance<N = number | ParamReference> {
  /** A number of items. */
  readonly count?: N;
  /** A share of the items, 0 to 100. */
  readonly percentage?: N;
}

/** How often and when a failed step is tried again. */
export interface Retry {
  /** All attempts, the first included: 3 is one try and two more. */
  readonly attempts: number;
  /** Wait before the second attempt. Default 1. */
  readonly delaySeconds?: number;
  /** Factor from one wait to the next. Default 2. */
  readonly backoff?: number;
  /** Longest wait. Default: unbounded. */
  readonly maxDelaySeconds?: number;
  /** Names of errors that are worth another try. Default: all. */
  readonly on?: readonly string[];
}

/** What a step needs to run. A compute refuses what it cannot give. */
export interface Resources {
  /** The name of a configured compute. Default: the configuration's default compute. */
  readonly on?: string;
  /** Virtual CPUs. */
  readonly cpu?: number;
  readonly memoryMb?: number;
  readonly gpu?: number;
  readonly architecture?: 'x86_64' | 'arm64';
}
