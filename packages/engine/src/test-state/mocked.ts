import type { Json, State } from '@flowmap/asl/language';
import { StateFailure } from '../failure.js';
import { jsonOf } from './json.js';
import { type Mock, type StateConfiguration, TestStateRefusal } from './request.js';
import { faultIn } from './shapes/fault.js';
import { answerOf } from './shapes/services.js';

/** What stands in for a state's work: its result, or how it fails. */
export type Mocked = { readonly result: Json } | { readonly failure: StateFailure };

/** Reads a mock and holds it against its state. Throws TestStateRefusal. */
export function mockedOf(mock: Mock, state: State, configuration: StateConfiguration): Mocked {
  if (state.Type !== 'Task' && state.Type !== 'Map' && state.Type !== 'Parallel') {
    throw refused(`State type '${state.Type}' is not supported when a mock is specified`);
  }
  const { result: text, errorOutput } = mock;
  // Neither sentence is recorded.
  if (text !== undefined && errorOutput !== undefined) {
    throw refused('A test mock should have only one of the following fields: [result, errorOutput].');
  }
  if (errorOutput !== undefined) return { failure: new StateFailure(errorOutput.error, errorOutput.cause) };
  if (text === undefined) throw refused('A test mock must have one of the following fields: [result, errorOutput].');

  const result = jsonOf(text, () => refused('Mocked result must be valid JSON'));
  if (state.Type === 'Task') checkAnswer(result, state.Resource, mock.fieldValidationMode ?? 'STRICT');
  if (state.Type === 'Parallel') checkBranches(result, state.Branches.length);
  if (state.Type === 'Map') {
    checkMap(result, state.ResultWriter !== undefined, configuration.mapIterationFailureCount ?? 0);
  }
  return { result };
}

/** A Task's result against what the service answers, as far as that is known: see `shapes/services.ts`. */
function checkAnswer(result: Json, resource: string, mode: NonNullable<Mock['fieldValidationMode']>): void {
  const shape = mode === 'NONE' ? undefined : answerOf(resource);
  if (shape === undefined || mode === 'NONE') return;
  const fault = faultIn(result, shape, mode, 'result');
  if (fault !== undefined) throw refused(`Mock result schema validation error: ${fault}`);
}

function checkBranches(result: Json, branches: number): void {
  const results = listOf(result);
  if (results.length !== branches) {
    throw refused('Mocked result must contain the same number of items as number of Parallel branches.');
  }
}

/** A Map with a ResultWriter gives an object that says where the results are. */
function checkMap(result: Json, hasWriter: boolean, failures: number): void {
  if (hasWriter && !Array.isArray(result)) {
    // The sentence is not recorded.
    if (typeof result !== 'object' || result === null) throw refused('Mocked result must be an array or an object.');
    return;
  }
  if (failures > listOf(result).length) {
    throw refused('Map iteration failure count must be less than or equal to the number of Map iterations');
  }
}

function listOf(result: Json): readonly Json[] {
  if (Array.isArray(result)) return result as readonly Json[];
  throw refused('Mocked result must be an array.');
}

function refused(message: string): TestStateRefusal {
  return new TestStateRefusal('ValidationException', message);
}
