import { withDefaults } from '../default-ports.js';
import type { Ports } from '../ports.js';
import { checkRequest } from './check-request.js';
import { Inspection } from './inspection.js';
import { jsonOf, objectOf } from './json.js';
import { mockedOf } from './mocked.js';
import { play } from './play.js';
import { Rehearsal } from './rehearsal.js';
import { type TestStateRequest, type TestStateResult, TestStateRefusal } from './request.js';
import { stageOf } from './stage.js';
import { subjectOf } from './subject.js';
import { contextOf } from './test-context.js';

/** Where a test takes place. */
export interface TestStateOptions {
  /** Default 123456789012 and us-east-1. */
  readonly account?: string;
  readonly region?: string;
}

/**
 * Tests one state as the service's TestState does: it runs the state's own code of the engine, once, with a mock in
 * place of its work where there is one, and tells of a retry without making it.
 *
 * @param request as the API has it: JSON is text.
 * @param ports for what is not mocked. Default: those of `run`, which have no handler for a task.
 * @throws TestStateRefusal with the code and message of the API for a request that it refuses.
 * @example
 * await testState({ definition: '{"Type":"Pass","Output":"{% 1 + 1 %}","QueryLanguage":"JSONata","End":true}' });
 * // { status: 'SUCCEEDED', output: '2' }
 */
export async function testState(
  request: TestStateRequest,
  ports: Partial<Ports> = {},
  options: TestStateOptions = {},
): Promise<TestStateResult> {
  const subject = subjectOf(request);
  const { state } = subject;
  checkRequest(request, state);
  const { stateConfiguration: configuration = {}, variables = '{}' } = request;
  const mocked = request.mock && mockedOf(request.mock, state, configuration);
  const input = jsonOf(request.input ?? '{}', ({ message, location }) => {
    const fault = `Invalid State Machine Execution Input: '${message}\n at ${location}'`;
    return new TestStateRefusal('InvalidExecutionInput', fault);
  });
  const given = withDefaults(ports);
  const stage = stageOf(given, input, { ...options, role: request.roleArn });
  const inspection = new Inspection(subject, input);
  const trial = new Rehearsal({
    state,
    context: contextOf(request, subject, stage),
    mocked,
    configuration,
    inspection,
    random: () => given.random(),
  });
  const { ending, variables: after } = await play(subject, stage, trial, {
    variables: objectOf(variables, (fault) => {
      // The sentence is not recorded.
      return new TestStateRefusal('ValidationException', `The variables must be a JSON object: ${fault}`);
    }),
    ports: mocked === undefined ? given : trial.ports(given),
    inspect: inspection.take,
  });
  if (request.inspectionLevel !== 'DEBUG' && request.inspectionLevel !== 'TRACE') return ending;
  const { errorDetails } = trial;
  return {
    ...ending,
    inspectionData: {
      ...inspection.data(),
      ...(Object.keys(after).length === 0 ? {} : { variables: JSON.stringify(after) }),
      ...(Object.keys(errorDetails).length === 0 ? {} : { errorDetails }),
    },
  };
}
