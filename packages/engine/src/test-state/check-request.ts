import type { State } from '@flowmap/asl/language';
import { type TestStateRequest, TestStateRefusal } from './request.js';

/** Work that is answered from elsewhere, or goes on after the answer to its call. */
const WAITS = /\.(?:sync(?::2)?|waitForTaskToken)$|:states:[^:]+:[^:]+:activity:/;

/** What a request may not ask of this type of state. Throws TestStateRefusal. */
export function checkRequest(request: TestStateRequest, state: State): void {
  if (request.mock !== undefined) {
    if (request.revealSecrets === true) {
      throw refused('TestState does not support RevealSecrets when a mock is specified.');
    }
    return;
  }
  if (state.Type === 'Map' || state.Type === 'Parallel') {
    throw new TestStateRefusal(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. ' +
        'Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  // This sentence and the next are not recorded; the rules are documented.
  if (request.context !== undefined) throw refused('A context can only be specified together with a mock.');
  if (state.Type !== 'Task') return;
  if (WAITS.test(state.Resource)) {
    const message = `TestState API does not support the resource '${state.Resource}' unless a mock is specified`;
    throw new TestStateRefusal('InvalidDefinition', message);
  }
  if (request.roleArn === undefined) throw refused('RoleArn must be specified when testing a Task state');
}

function refused(message: string): TestStateRefusal {
  return new TestStateRefusal('ValidationException', message);
}
