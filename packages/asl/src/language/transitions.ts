import { at, elements, type Fields, has, isFields } from './fields.js';
import type { StateView } from './view.js';

/** A way out of a state to another. */
export interface Transition {
  /** What is written as the name of the next state: a string, where the definition is right. */
  readonly target: unknown;
  readonly location: string;
}

/** All ways out of a state: Next, Default, and the Next of its choices and catchers. */
export function transitionsOf({ fields, type, location }: StateView): Transition[] {
  const found: Transition[] = [];
  const take = (from: Fields, name: string, where: string): void => {
    if (has(from, name)) found.push({ target: from[name], location: at(where, name) });
  };
  if (type === 'Choice') take(fields, 'Default', location);
  else take(fields, 'Next', location);
  for (const list of type === 'Choice' ? ['Choices'] : ['Catch']) {
    for (const [i, entry] of elements(fields[list]).entries()) {
      if (isFields(entry)) take(entry, 'Next', at(location, `${list}[${i}]`));
    }
  }
  return found;
}
