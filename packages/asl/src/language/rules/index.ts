import type { Rule } from '../rule.js';
import { catchers } from './catchers.js';
import { choices } from './choices.js';
import { definitionSize } from './definition-size.js';
import { expressIntegrations } from './express-integrations.js';
import { failError } from './fail-error.js';
import { itemBatcher } from './item-batcher.js';
import { itemReader } from './item-reader.js';
import { jsonataExpressions } from './jsonata-expressions.js';
import { jsonataStates } from './jsonata-states.js';
import { jsonataStrings } from './jsonata-strings.js';
import { likelyPaths } from './likely-paths.js';
import { machineShape } from './machine-shape.js';
import { mapItems } from './map-items.js';
import { mapLabels } from './map-labels.js';
import { mapModeFields } from './map-mode-fields.js';
import { mapNumbers } from './map-numbers.js';
import { mapProcessor } from './map-processor.js';
import { nextOrEnd } from './next-or-end.js';
import { parallelBranches } from './parallel-branches.js';
import { paths } from './paths.js';
import { payloadTemplates } from './payload-templates.js';
import { queryLanguage } from './query-language.js';
import { reachableStates } from './reachable-states.js';
import { resultWriter } from './result-writer.js';
import { retriers } from './retriers.js';
import { stateFields } from './state-fields.js';
import { stateNames } from './state-names.js';
import { stateType } from './state-type.js';
import { taskCredentials } from './task-credentials.js';
import { taskResource } from './task-resource.js';
import { taskTimes } from './task-times.js';
import { terminalState } from './terminal-state.js';
import { transitionTargets } from './transition-targets.js';
import { variableNames } from './variable-names.js';
import { variableScopes } from './variable-scopes.js';
import { waitTime } from './wait-time.js';

/** Every rule by its name, in the order in which problems are reported. */
export const RULES_BY_NAME: Readonly<Record<string, Rule>> = {
  // ---- the machine and the names in it
  definitionSize,
  machineShape,
  queryLanguage,
  stateType,
  stateNames,
  stateFields,
  // ---- how states lead to each other
  nextOrEnd,
  transitionTargets,
  reachableStates,
  terminalState,
  // ---- the types of states
  taskResource,
  taskTimes,
  taskCredentials,
  waitTime,
  failError,
  choices,
  parallelBranches,
  mapProcessor,
  mapModeFields,
  mapItems,
  mapNumbers,
  mapLabels,
  itemReader,
  itemBatcher,
  resultWriter,
  expressIntegrations,
  // ---- errors
  retriers,
  catchers,
  // ---- data
  paths,
  payloadTemplates,
  jsonataStrings,
  jsonataExpressions,
  jsonataStates,
  variableNames,
  variableScopes,
  likelyPaths,
};

/** Every rule, in the order in which problems are reported. */
export const RULES: readonly Rule[] = Object.values(RULES_BY_NAME);
