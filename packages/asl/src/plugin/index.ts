export type { ArrayJob, Compute, ComputeArrays, Field, LoweredArray, LoweredTask, TaskCall } from './compute.js';
export type { CodeLocation, ComputeDeployment, DeployedResource, DeployPlace } from './deployed.js';
export type { ExpressFit } from './express-fit.js';
export type { AslFragment, Exit, Passage } from './fragment.js';
export type {
  BodyOptions,
  Children,
  ChildStates,
  Entry,
  Load,
  MapContext,
  MapStrategy,
  MapView,
  Settling,
  SourceSettling,
} from './map-strategy.js';
export { boundedName, digestOf } from './names.js';
export type { PolicyStatement } from './policy.js';
export type { RunStates } from './run-states.js';
export type { OpenTask, SourceStates } from './source.js';
export type { Target } from './target.js';
export type { StoreRequests, Usage } from './usage.js';
