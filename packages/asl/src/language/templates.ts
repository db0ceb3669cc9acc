import { assignmentsOf } from './assignments.js';
import { at, elements, has, isFields } from './fields.js';
import type { StateView } from './view.js';

/** A value of a state that is filled in at run time. */
export interface TemplateView {
  readonly location: string;
  readonly value: unknown;
  /** What it may read besides the state's input and the context: the result, or the error that was caught. */
  readonly reads: 'input' | 'result' | 'error';
}

const PAYLOADS = ['Parameters', 'ItemSelector', 'ResultSelector', 'Credentials'];

/** The payload templates of a JSONPath state, in which names that end with `.$` have paths for values. */
export function payloadsOf(state: StateView): TemplateView[] {
  const { fields, location } = state;
  const found = fieldsIn(fields, PAYLOADS, location, 'input');
  for (const [outer, inner] of NESTED) {
    if (isFields(fields[outer])) found.push(...fieldsIn(fields[outer], inner, at(location, outer), 'input'));
  }
  for (const { location: where, value } of assignmentsOf(state)) {
    found.push({ location: where, value, reads: 'input' });
  }
  return found;
}

const NESTED: readonly (readonly [string, readonly string[]])[] = [
  ['ItemReader', ['Parameters']],
  ['ItemBatcher', ['BatchInput']],
  ['ResultWriter', ['Parameters']],
];

const BEFORE = [
  ...['Arguments', 'Credentials', 'Items', 'ItemReader', 'ItemSelector', 'ItemBatcher', 'ResultWriter'],
  ...['MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage', 'TimeoutSeconds', 'HeartbeatSeconds'],
  ...['Seconds', 'Timestamp', 'Error', 'Cause'],
];

/** The values of a JSONata state in which strings of the form `{% expression %}` are evaluated. */
export function expressionFieldsOf({ fields, type, location }: StateView): TemplateView[] {
  const hasResult = type === 'Task' || type === 'Map' || type === 'Parallel';
  const found = fieldsIn(fields, BEFORE, location, 'input');
  found.push(...fieldsIn(fields, ['Output', 'Assign'], location, hasResult ? 'result' : 'input'));
  for (const [i, entry] of elements(fields['Catch']).entries()) {
    if (isFields(entry)) found.push(...fieldsIn(entry, ['Output', 'Assign'], at(location, `Catch[${i}]`), 'error'));
  }
  for (const [i, entry] of elements(fields['Choices']).entries()) {
    if (!isFields(entry)) continue;
    found.push(...fieldsIn(entry, ['Condition', 'Output', 'Assign'], at(location, `Choices[${i}]`), 'input'));
  }
  return found;
}

/** Every string in a value, with its location. */
export function* stringsIn(value: unknown, location: string): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [value, location];
  for (const [i, element] of elements(value).entries()) yield* stringsIn(element, `${location}[${i}]`);
  if (!isFields(value)) return;
  for (const [name, inner] of Object.entries(value)) yield* stringsIn(inner, at(location, name));
}

function fieldsIn(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
  location: string,
  reads: TemplateView['reads'],
): TemplateView[] {
  return names
    .filter((name) => has(fields, name))
    .map((name) => ({ location: at(location, name), value: fields[name], reads }));
}
