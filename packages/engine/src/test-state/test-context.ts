import type { Json } from '@flowmap/asl/language';
import type { Execution } from '../execution.js';
import { objectOf } from './json.js';
import { type TestStateRequest, TestStateRefusal } from './request.js';
import { NAME, type Subject } from './subject.js';

const RETRYING = ['Task', 'Map', 'Parallel'];
const WAITS = /\.waitForTaskToken$|:states:[^:]+:[^:]+:activity:/;

/** The context object of a test: the request's own, as it is, or one of an execution that has just begun. */
export function contextOf(
  request: TestStateRequest,
  { state, inMap }: Subject,
  { arn, name, started, machineArn, machineName, input }: Execution,
): { readonly [key: string]: Json } {
  if (request.context !== undefined) {
    return objectOf(
      request.context,
      (fault) => new TestStateRefusal('ValidationException', `The context must be a JSON object: ${fault}`),
    );
  }
  const token = state.Type === 'Task' && WAITS.test(state.Resource);
  return {
    Execution: { Id: arn, Input: input, Name: name, RoleArn: request.roleArn ?? null, StartTime: started },
    StateMachine: { Id: machineArn, Name: machineName },
    State: { Name: NAME, EnteredTime: started, ...(RETRYING.includes(state.Type) ? { RetryCount: 0 } : {}) },
    // The values of the following are documented to be there, and not recorded.
    ...(token ? { Task: { Token: 'token' } } : {}),
    ...(inMap ? { Map: { Item: { Index: 0, Value: input } } } : {}),
  };
}
