import { checkParams, type Json, type JsonObject, type ParamSpec, type ParamUses } from '@flowmap/graph';
import type { Options } from 'yargs';
import { Mistake } from './mistake.js';
import { describeParam } from './render/graph-text.js';

/** Parameters of a flow by name. */
export interface ParamSpecs {
  readonly [name: string]: ParamSpec;
}

/** The parameters of a flow as options of a command line. Types are checked afterwards, all at once, by the flow's own rules. */
export function paramOptions(params: ParamSpecs): { readonly [name: string]: Options } {
  return Object.fromEntries(
    Object.entries(params).map(([name, spec]): [string, Options] => {
      const describe = describeParam(spec);
      const group = 'Parameters of the flow:';
      if (spec.type === 'boolean') return [name, { type: 'boolean', describe, group }];
      return [name, { type: 'string', describe, group, requiresArg: true }];
    }),
  );
}

/** What `run` was given. */
export interface GivenParams {
  /** By option. */
  readonly options: { readonly [name: string]: unknown };
  /** Texts `name=value`. */
  readonly pairs: readonly string[];
  /** What is JSON already. */
  readonly values?: JsonObject;
}

/**
 * The parameters that a command line gives, as the input of an execution; defaults are the machine's own affair. Throws a {@link Mistake}
 * with everything that is wrong with them, with what they are used as too; `command` is the one that lists the parameters.
 */
export function readParams(
  params: ParamSpecs,
  { options, pairs, values: already = {} }: GivenParams,
  uses?: ParamUses,
  command = 'flow-cli run FILE',
): JsonObject {
  const problems: string[] = [];
  const values = new Map<string, Json>(Object.entries(already));
  const take = (name: string, given: unknown): void => {
    const value = typeof given === 'string' || typeof given === 'boolean' ? paramValue(params[name], given) : undefined;
    if (Array.isArray(given) || values.has(name)) problems.push(`${name}: given more than once`);
    else if (value === undefined) problems.push(`${name}: not JSON`);
    values.set(name, value ?? null);
  };
  for (const name of Object.keys(params)) if (options[name] !== undefined) take(name, options[name]);
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at === -1) problems.push(`--param ${pair}: not name=value`);
    else take(pair.slice(0, at), pair.slice(at + 1));
  }
  const given = Object.fromEntries(values);
  const checked = checkParams(params, given, uses);
  const told = new Set(problems.map((problem) => problem.split(':')[0]));
  if (!checked.ok) problems.push(...checked.problems.filter((problem) => !told.has(problem.split(':')[0])));
  if (problems.length === 0) return given;
  throw new Mistake(
    `The parameters do not fit:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    `${command} --help lists the parameters of a flow.`,
  );
}

/**
 * A parameter's value out of a text. Text that is no number or no boolean stays text, and the check of the types says so;
 * undefined for text that should be JSON and is not.
 */
export function paramValue(spec: ParamSpec | undefined, given: string | boolean): Json | undefined {
  if (typeof given === 'boolean') return given;
  switch (spec?.type) {
    case 'number':
    case 'integer': {
      const number = Number(given);
      return given.trim() === '' || Number.isNaN(number) ? given : number;
    }
    case 'boolean':
      return given === 'true' ? true : given === 'false' ? false : given;
    case 'json':
      return parseJson(given);
    default:
      return given;
  }
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
