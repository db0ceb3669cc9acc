import type { Json } from '@flowmap/asl/language';
import type { Scope } from '../expression/scope.js';
import type { Template } from '../expression/template.js';
import { compileDynamic } from './field.js';
import { isList, isRecord } from './shapes.js';

/** Reports what is wrong at a place of a template. */
export type Refuse = (fault: string, place: string) => void;

/**
 * Prepares a payload template: at every depth, a field whose name ends with `.$` gets the value of its path or
 * function under the name without the ending. `place` is the template's way into the state.
 */
export function compilePayload(value: Json, place: string, refuse: Refuse): Template {
  const evaluate = build(value, place, refuse);
  return evaluate === undefined ? { constant: value, evaluate: () => value } : { evaluate };
}

type Evaluate = (scope: Scope) => Json;

/** Undefined where nothing inside is evaluated. */
function build(value: Json, place: string, refuse: Refuse): Evaluate | undefined {
  if (isList(value)) {
    const items = value.map((item, i) => build(item, `${place}[${i}]`, refuse));
    if (items.every((item) => item === undefined)) return undefined;
    return (scope) =>
      value.map((item, i) => {
        const evaluate = items[i];
        return evaluate === undefined ? item : evaluate(scope);
      });
  }
  if (!isRecord(value)) return undefined;
  const fields = Object.entries(value).map(([name, inner]) => fieldOf(name, inner, `${place}/${name}`, refuse));
  if (fields.every(({ evaluate }) => evaluate === undefined)) return undefined;
  return (scope) => {
    const result: Record<string, Json> = {};
    for (const { name, inner, evaluate } of fields) set(result, name, evaluate === undefined ? inner : evaluate(scope));
    return result;
  };
}

interface Field {
  readonly name: string;
  readonly inner: Json;
  readonly evaluate: Evaluate | undefined;
}

function fieldOf(name: string, inner: Json, place: string, refuse: Refuse): Field {
  if (!name.endsWith('.$')) return { name, inner, evaluate: build(inner, place, refuse) };
  const dynamic = typeof inner === 'string' ? compileDynamic(inner, name) : 'is no string';
  if (typeof dynamic === 'string') {
    refuse(`The value of '${name}' must be a path or an intrinsic function; it ${dynamic}`, place);
    return { name, inner, evaluate: undefined };
  }
  // Paths and functions never wait for anything.
  return { name: name.slice(0, -2), inner, evaluate: (scope) => dynamic.evaluate(scope) as Json };
}

function set(record: Record<string, Json>, name: string, value: Json): void {
  if (name !== '__proto__') record[name] = value;
  // A plain assignment of this name would set the prototype.
  else Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}
