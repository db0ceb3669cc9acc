import type { Field } from '@flowmap/asl';
import type { Expression } from '@flowmap/asl/language';
import type { Invocation, Json } from '@flowmap/graph';
import { literal } from './literal.js';

/** The variable that holds a task's invocation. Positions only: all overrides of a job have 8,192 characters. */
export const VARIABLE = 'FLOWMAP_TASK';

/** As much of an error's cause as leaves room for the rest when each of its characters is escaped. */
const CAUSE_CHARACTERS = 1_000;

interface Variable {
  readonly Name: string;
  readonly Value: string;
}

/** The text of an invocation, as an expression. A missing field would be left out without a word, but each is always in state data. */
export function invocationText(fields: { readonly [name: string]: Field | undefined }): Expression {
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    if (!field) return [];
    if ('value' in field) return [`'${name}': ${literal(field.value)}`];
    return [`'${name}': ${name === 'error' ? beginning(field.expression) : field.expression}`];
  });
  return `$string({${entries.join(', ')}})`;
}

/** Of an error its name and the beginning of its cause. The whole of it is where the failed task left it. */
function beginning(error: Expression): Expression {
  return `{'Error': ${error}.Error, 'Cause': $substring(${error}.Cause, 0, ${CAUSE_CHARACTERS})}`;
}

/** The invocation in what a state sends to the service; undefined for a job of somebody else. */
export function invocationIn(resource: string, args: Json): Invocation | undefined {
  if (!resource.endsWith(':states:::batch:submitJob.sync')) return undefined;
  const { ContainerOverrides } = args as {
    readonly ContainerOverrides?: { readonly Environment?: readonly Variable[] };
  };
  const text = ContainerOverrides?.Environment?.find(({ Name }) => Name === VARIABLE)?.Value;
  return text === undefined ? undefined : (JSON.parse(text) as Invocation);
}
