import { type Operation, operation } from '../protocol/operation.js';
import { list, structure, text } from '../protocol/shape.js';
import type { World } from '../world.js';
import { ARN, BUS } from './members.js';

const ENTRY = structure(
  {},
  {
    Source: text(),
    DetailType: text(),
    Detail: text(),
    Time: { read: (value: unknown) => value },
    Resources: list(ARN),
    EventBusName: BUS,
    TraceHeader: text({ min: 1, max: 500 }),
  },
);

/** Takes events, as the service does: an entry that is wrong is said by itself. They reach nobody. */
export function eventOperations({ ids }: World): Record<string, Operation> {
  return {
    PutEvents: operation({
      required: { Entries: list(ENTRY, 1, 10) },
      run({ Entries: entries }) {
        const answers = entries.map((entry) => {
          const problem = problemOf(entry);
          return problem === undefined ? { EventId: ids.uuid() } : problem;
        });
        return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
      },
    }),
  };
}

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
}

function problemOf(entry: Entry): { readonly ErrorCode: string; readonly ErrorMessage: string } | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if ((entry[name] ?? '') !== '') continue;
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    };
  }
  return isObject(entry.Detail ?? '')
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
