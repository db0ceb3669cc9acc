export type { Collection, Settled, TaskError } from './collection.js';
export type { AnyContext, Environment, Failure, StepFunction, TaskContext, Values } from './context.js';
export type { Duration } from './duration.js';
export type { Flow, FlowOptions, NoParams } from './flow.js';
export { flow, isFlow } from './flow.js';
export { referenceOf } from './handle.js';
export { list } from './list.js';
export type { AnyNode, Joined, Node, Output, Step } from './node.js';
export type {
  ChooseOptions,
  ForeachOptions,
  Items,
  PlainStepOptions,
  StepDefaults,
  StepEnvironment,
  StepOptions,
  StepSettings,
  Tolerable,
} from './options.js';
export type { Param, ParamOptions, Params } from './param.js';
export { param } from './param.js';
export type { Inputs, Lifted, Ref, Resolved } from './ref.js';
export type {
  Columns,
  CsvOptions,
  FileOptions,
  Row,
  S3InventoryRow,
  S3Object,
  Source,
  SourceOptions,
  SourceText,
} from './s3.js';
export { s3 } from './s3.js';
export type { SecretOptions } from './secret.js';
export { secret, ssmParameter } from './secret.js';
export type {
  NotifyOptions,
  OnEndOptions,
  OnObjectOptions,
  ScheduleOptions,
  ScheduleTime,
  StartParams,
  TriggerOptions,
} from './starts.js';
export { onEnd, onObject } from './starts.js';
export type { Case, CaseOutput, Cases, NoInputs, Scope } from './scope.js';
export type { AnySteps, CaseSteps, FlowSteps, Listed, Listing, Scoped, StepEntry } from './steps.js';
export { withSteps } from './steps.js';
