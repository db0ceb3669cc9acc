import type { TaskRequest } from '@flowmap/engine';
import type { TaskState, Unanswered } from '@flowmap/local';
import { Mistake } from '../mistake.js';

/** The mistake of a Task that nothing answers: which one, what it was given, and how to mock it and the others like it. */
export function missingMock(
  { state, resource, arguments: args }: TaskRequest,
  { calls, isMocked }: Unanswered,
  unmocked: readonly TaskState[],
): Mistake {
  if (isMocked) {
    return new Mistake(
      `The mock of ${state} has no answer to call ${calls}; the first call is 0, and retries, iterations and rounds of a loop count.`,
      `It was called with ${shortJson(args)}. Add "${calls}" to its answers, or a range such as "${calls}-${calls + 9}".`,
    );
  }
  const example = JSON.stringify({ [state]: { Return: {} } });
  return new Mistake(
    `The state ${state} calls ${resource}, and no mock answers it.`,
    [
      `It was called with ${shortJson(args)}.`,
      `Give --mocks FILE with answers by name of the state: ${example}`,
      `Task states without a mock:`,
      ...unmocked.map((task) => `  ${task.name}  (${task.resource})`),
    ].join('\n  '),
  );
}

/** Characters of a value that are shown. */
const SHOWN = 300;

/** A value as JSON, cut where it is long. */
export function shortJson(value: unknown, most: number = SHOWN): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
