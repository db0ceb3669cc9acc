export type { Json, JsonObject } from './json.js';
export type { ItemReference, NodeId, NodeReference, ParamReference, Path, Reference } from './reference.js';
export type {
  Body,
  CatchHandler,
  ChooseNode,
  FlowNode,
  ForeachNode,
  NodeBase,
  Resources,
  Retry,
  StepNode,
  Tolerance,
} from './nodes.js';
export type { ColumnType, ItemSource, SourceText } from './item-source.js';
export { isSource, itemReferences, LONGEST_ITEM, sourceTexts, textFact, TOO_LARGE } from './item-source.js';
export { eventTemplate } from './event-template.js';
export type { SecretReference } from './secret.js';
export { secretWords } from './secret.js';
export type {
  EndStatus,
  FlowEndTrigger,
  GivenParams,
  Notification,
  ObjectTrigger,
  Schedule,
  Trigger,
} from './starts.js';
export type { StrategySpec } from './strategy-spec.js';
export { strategyWords } from './strategy-spec.js';
export type { FlowGraph, ParamSpec } from './flow-graph.js';
export type { Diagnostic } from './diagnostic.js';
export { hasErrors } from './diagnostic.js';
export { FlowError, InvalidFlowError, invariant, isFlowError } from './flow-error.js';
export type { Answer, Fact, Facts, GivenItem, GivenItems, Invocation } from './invocation.js';
export { createRunId, runIdProblem } from './run-id.js';
export type { TaskPlace } from './address.js';
export { batchAddress, indexAtDepth, itemIndex, taskAddress } from './address.js';
export type { GraphIndex, Located } from './graph-index.js';
export { bodiesOf, depthOf, indexGraph, locate } from './graph-index.js';
export type { FactSource, Publication, Publications } from './publications.js';
export { countFact, publicationsOf, startFact, wholeFact } from './publications.js';
export { LIST_ITEMS, listItems } from './list.js';
export { RANGE_CONCURRENCY } from './range.js';
export { arrayItem, ITEM_FAILED_STATUS } from './array.js';
export type { Arrangement, Part } from './arrange/arrange.js';
export { arrange } from './arrange/arrange.js';
export { dependenciesOf } from './arrange/dependencies.js';
export { checkGraph, readGraph } from './checks/check-graph.js';
export type { CheckedParams } from './parameters.js';
export { checkParams } from './parameters.js';
export type { ParamUse, ParamUses } from './param-uses.js';
export { paramUsesOf, wordsOf } from './param-uses.js';
export type { Setting, SettingField, SettingRange } from './settings.js';
export { SETTING_RANGES, settingFact, settingsOf } from './settings.js';
export { itemPath, RESUME_FIELD, RESUMED, startedIndex } from './resumption.js';
export type { Resumption } from './resumption.js';
