import type { Json, State } from '@flowmap/asl/language';
import type { Template } from '../expression/template.js';
import { compileComparison } from '../jsonpath/comparison.js';
import { compileDynamic, compileItemsPath, compilePathField } from '../jsonpath/field.js';
import { compilePayload } from '../jsonpath/payload.js';
import { compileReferencePath } from '../jsonpath/reference-path.js';
import type { Compiler } from '../machine/compiler.js';
import type { Visit } from '../visit.js';
import type { DataFlow } from './data-flow.js';
import { endingOf, type Placing } from './jsonpath-ending.js';
import { evaluateNow, jsonpathValue } from './jsonpath-value.js';

type Fields = Readonly<Record<string, unknown>>;

/** What InputPath and OutputPath give when they are null. */
const NOTHING: Template = { constant: {}, evaluate: () => ({}) };

/** Fields with a path that may also call an intrinsic function. */
const DYNAMIC: ReadonlySet<string> = new Set(['ErrorPath', 'CausePath']);

/** InputPath, Parameters, ResultSelector, ResultPath, OutputPath and Assign, and paths in place of values. */
export function jsonpathFlow(name: string, state: State, compiler: Compiler): DataFlow {
  const fields = state as unknown as Fields;
  const refuse = (message: string, field: string): void =>
    compiler.report({ code: 'SCHEMA_VALIDATION_FAILED', message, state: name, field });

  /** Compiles the text of a field, or reports why not. */
  const compile = <T>(value: unknown, field: string, make: (text: string) => T | string): T | undefined => {
    const made = typeof value === 'string' ? make(value) : 'is no string';
    if (typeof made !== 'string') return made;
    refuse(`'${field}' ${made}`, field);
    return undefined;
  };
  /** Undefined for `$`, which changes nothing. */
  const filter = (field: 'InputPath' | 'OutputPath'): Template | undefined => {
    const path = fields[field];
    if (path === undefined || path === '$') return undefined;
    return path === null ? NOTHING : compile(path, field, compilePathField);
  };
  const template = (place: string, part: unknown): Template | undefined =>
    part === undefined ? undefined : compilePayload(part as Json, place, refuse);
  const placing = (path: unknown, place: string): Placing | undefined => {
    if (path === undefined || path === '$') return undefined;
    if (path === null) return (data) => data;
    const reference = compile(path, place, compileReferencePath);
    return reference && ((data, result) => reference.put(data, result));
  };

  const inputPath = filter('InputPath');
  const outputPath = filter('OutputPath');
  return {
    language: 'JSONPath',
    ...(inputPath === undefined ? {} : { input: (visit: Visit) => evaluateNow(visit, inputPath) }),
    // Those of a Map are an old name for its ItemSelector.
    arguments: state.Type === 'Map' ? undefined : template('Parameters', fields['Parameters']),
    ending: endingOf(
      {
        selector: template('ResultSelector', fields['ResultSelector']),
        place: placing(fields['ResultPath'], 'ResultPath'),
        outputPath,
        assign: template('Assign', fields['Assign']),
      },
      state.Type === 'Choice' ? state.Default : state.Next,
    ),
    value(field, part) {
      const own = part?.fields ?? fields;
      const place = part === undefined ? '' : `${part.place}/`;
      const path = `${field}Path`;
      if (field === 'Items') {
        const items = compile(own[path] ?? '$', path, compileItemsPath);
        return items && { field: path, template: items };
      }
      if (own[path] !== undefined) {
        const make = DYNAMIC.has(path) ? (text: string) => compileDynamic(text, path) : compilePathField;
        const read = compile(own[path], `${place}${path}`, make);
        return read && { field: path, template: read };
      }
      const constant = own[field] as Json | undefined;
      return constant === undefined ? undefined : { field, template: { constant, evaluate: () => constant } };
    },
    template,
    handler(catcher, i) {
      const place = placing(catcher.ResultPath, `Catch[${i}]/ResultPath`);
      return endingOf({ place, assign: template(`Catch[${i}]/Assign`, catcher.Assign) }, catcher.Next);
    },
    rule(rule, i) {
      const evaluate = compileComparison(rule, `Choices[${i}]`, refuse);
      return {
        holds: (visit) => evaluateNow(visit, { evaluate }) === true,
        ending: endingOf({ outputPath, assign: template(`Choices[${i}]/Assign`, rule.Assign) }, rule.Next),
      };
    },
    valueOf: jsonpathValue,
  };
}
