import type { Json } from '@flowmap/asl/language';
import { type Expression, ExpressionError } from './expression.js';
import type { Scope } from './scope.js';

/** JSON with expressions in it, ready to be evaluated any number of times. */
export interface Template {
  /** Value of a template without expressions: always the same one, shared. */
  readonly constant?: Json;
  /** The expression, where the whole template is one. */
  readonly source?: string;
  /** At once where no expression needs the library. Throws, or rejects with, TemplateError. */
  evaluate(scope: Scope): Json | Promise<Json>;
}

/** An expression of a template that failed, worded as the service does; `field` is where it stands. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A path or function of JSONPath that failed. The service ends the execution with States.Runtime and this sentence. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

/** Prepares a template. `field` is its place in the state, `expressionOf` finds the source of an expression in a string. */
export function compileTemplate(
  value: Json,
  field: string,
  expressionOf: (text: string) => string | undefined,
  compile: (source: string) => Expression,
): Template {
  const build = (part: Json, place: string): Template => {
    if (typeof part === 'string') {
      const source = expressionOf(part);
      return source === undefined ? constant(part) : single(compile(source), place);
    }
    if (part === null || typeof part !== 'object') return constant(part);
    if (Array.isArray(part)) {
      const items = (part as readonly Json[]).map((item, i) => build(item, `${place}[${i}]`));
      return items.every(isConstant) ? constant(part) : list(items);
    }
    const fields = Object.entries(part).map(([key, item]) => [key, build(item, `${place}/${key}`)] as const);
    return fields.every(([, template]) => isConstant(template)) ? constant(part) : record(fields);
  };
  return build(value, field);
}

function isConstant(template: Template): boolean {
  return template.constant !== undefined;
}

function constant(value: Json): Template {
  return { constant: value, evaluate: () => value };
}

function single(expression: Expression, field: string): Template {
  const failure = (error: unknown): Error =>
    error instanceof ExpressionError
      ? new TemplateError(
          field,
          `The JSONata expression '${expression.source}' specified for the field '${field}' ${error.message}`,
        )
      : (error as Error);
  return {
    source: expression.source,
    evaluate(scope) {
      try {
        const value = expression.evaluate(scope);
        if (!(value instanceof Promise)) return value;
        return value.catch((error: unknown) => Promise.reject(failure(error)));
      } catch (error) {
        throw failure(error);
      }
    },
  };
}

function list(items: readonly Template[]): Template {
  return { evaluate: (scope) => inOrder(items, scope) };
}

function record(fields: readonly (readonly [string, Template])[]): Template {
  const keys = fields.map(([key]) => key);
  const templates = fields.map(([, template]) => template);
  return {
    evaluate(scope) {
      const values = inOrder(templates, scope);
      return values instanceof Promise ? values.then((all) => zip(keys, all)) : zip(keys, values);
    },
  };
}

/** One after the other, so that the first failure is always the same one; without a promise as long as none is needed. */
function inOrder(templates: readonly Template[], scope: Scope): Json[] | Promise<Json[]> {
  const values: Json[] = [];
  for (const template of templates) {
    const value = template.evaluate(scope);
    if (value instanceof Promise) return restInOrder(templates, scope, values, value);
    values.push(value);
  }
  return values;
}

async function restInOrder(
  templates: readonly Template[],
  scope: Scope,
  values: Json[],
  pending: Promise<Json>,
): Promise<Json[]> {
  values.push(await pending);
  for (const template of templates.slice(values.length)) values.push(await template.evaluate(scope));
  return values;
}

function zip(keys: readonly string[], values: readonly Json[]): Json {
  const result: Record<string, Json> = {};
  keys.forEach((key, i) => {
    const value = values[i] as Json;
    if (key === '__proto__') {
      // A plain assignment of this name would set the prototype.
      Object.defineProperty(result, key, { value, enumerable: true, writable: true, configurable: true });
    } else {
      result[key] = value;
    }
  });
  return result;
}
