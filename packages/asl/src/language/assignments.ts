import { at, elements, has, isFields } from './fields.js';
import type { StateView } from './view.js';

/** An Assign: of a state itself, or of one of its choices or catchers. */
export interface Assignment {
  readonly origin: 'state' | 'Choices' | 'Catch';
  readonly location: string;
  /** What is written; an object, where the definition is right. */
  readonly value: unknown;
}

/** All Assigns of a state. */
export function assignmentsOf({ fields, type, location }: StateView): Assignment[] {
  const found: Assignment[] = [];
  if (has(fields, 'Assign')) found.push({ origin: 'state', location: at(location, 'Assign'), value: fields['Assign'] });
  const list = type === 'Choice' ? 'Choices' : 'Catch';
  for (const [i, entry] of elements(fields[list]).entries()) {
    if (!isFields(entry) || !has(entry, 'Assign')) continue;
    found.push({ origin: list, location: at(location, `${list}[${i}]/Assign`), value: entry['Assign'] });
  }
  return found;
}

/** The names of the variables that an Assign sets; in JSONPath states a name may have the suffix `.$`. */
export function variablesOf({ value }: Assignment, state: StateView): string[] {
  if (!isFields(value)) return [];
  const names = Object.keys(value);
  return state.language === 'JSONPath' ? names.map((name) => name.replace(/\.\$$/, '')) : names;
}
