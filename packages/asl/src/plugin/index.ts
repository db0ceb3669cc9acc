export type { Compute, Field, LoweredTask, TaskCall } from './compute.js';
export type { ExpressFit } from './express-fit.js';
export type { AslFragment, Exit } from './fragment.js';
export type {
  BodyOptions,
  Children,
  ChildStates,
  Entry,
  Load,
  MapContext,
  MapStrategy,
  MapView,
} from './map-strategy.js';
export type { PolicyStatement } from './policy.js';
export type { RunStates } from './run-states.js';
export type { Target } from './target.js';
export type { StoreRequests, Usage } from './usage.js';
