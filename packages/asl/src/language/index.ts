export type {
  Catcher,
  ChoiceRule,
  ChoiceState,
  Expression,
  FailState,
  ItemProcessor,
  ItemReader,
  Json,
  MapState,
  OpenState,
  ParallelState,
  PassState,
  Retrier,
  State,
  StateBase,
  StateMachine,
  States,
  SucceedState,
  TaskState,
  Template,
  WaitState,
} from './types.js';
export { LIMITS } from './limits.js';
export { measureDefinition, utf8Bytes } from './measure.js';
export type { DefinitionSize } from './measure.js';
export { atMost, numberField } from './number-field.js';
export { S3_BUSY } from './retries.js';
export type { OwnCode, Problem, ProblemCode, ServiceCode } from './problem.js';
export { parseJson } from './syntax/json-text.js';
export type { JsonFault } from './syntax/json-text.js';
export { parseIntrinsic, withoutEscapes } from './syntax/intrinsic.js';
export type { IntrinsicArgument, IntrinsicCall } from './syntax/intrinsic.js';
export { isReferencePath, parsePath } from './syntax/json-path.js';
export type { PathCondition, PathOperand, PathOperator, PathRoot, PathSegment, PathTree } from './syntax/path-tree.js';
export { isTimestamp } from './syntax/timestamp.js';
export { validate, validateText } from './validate.js';
export type { ValidateOptions } from './validate.js';
