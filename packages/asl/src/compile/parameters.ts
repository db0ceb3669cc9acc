import type { FlowGraph, ParamSpec, ParamUse, ParamUses } from '@flowmap/graph';
import { RESUME_FIELD, SETTING_RANGES, wordsOf } from '@flowmap/graph';
import type { Expression } from '../language/index.js';
import { literal, property } from './expression.js';

/**
 * Checks the execution's input against the flow's parameters inside the machine, so that a run that is started from the
 * console gets the same answer as one from the command line: every fault at once, or the parameters as JSON text with
 * the defaults applied. What a parameter is used as bounds it too: a foreach's concurrency of 0 is told here, before any
 * task. The service's own keys in an input (`Comment` of the console, the parent's id) are let through, and
 * so is what names an earlier run to take finished tasks from.
 */
export function parametersExpression(params: FlowGraph['params'], uses: ParamUses = new Map()): Expression {
  const names = Object.keys(params);
  const list = `[${names.map(literal).join(', ')}]`;
  const defaults = Object.fromEntries(
    Object.entries(params).flatMap(([name, spec]) => (spec.default === undefined ? [] : [[name, spec.default]])),
  );
  const known = [...new Set([...names, 'Comment', RESUME_FIELD])].map(literal).join(', ');
  const resumes = `$in${property(RESUME_FIELD)}`;
  const bad = [
    ...Object.entries(params).flatMap(([name, spec]) => faults(name, spec, uses.get(name) ?? [])),
    `($exists(${resumes}) and $not($type(${resumes}.run) = 'string') ? ${literal(`${RESUME_FIELD}: names no run`)})`,
    `$map($filter($keys($in), function($k) { $not($k in [${known}]) and $not($contains($k, /^AWS_STEP_FUNCTIONS/)) }), function($k) { $k & ': unknown' })`,
  ].join(', ');
  return [
    `( $in := $type($states.input) = 'object' ? $states.input : $error('the input must be an object')`,
    `$p := $merge([${jsonataValue(defaults)}, $sift($in, function($v, $k) { $k in ${list} })])`,
    `$bad := [${bad}]`,
    `$count($bad) > 0 ? $error('flowmap parameters: ' & $join($bad, '; ')) : $string($p) )`,
  ].join('; ');
}

/** The value of a scalar parameter with its default, for the machine's own use. The check above has been passed by then. */
export function parameterExpression(name: string, spec: ParamSpec | undefined): Expression {
  const given = `$states.input${property(name)}`;
  return spec?.default === undefined ? given : `$exists(${given}) ? ${given} : ${jsonataValue(spec.default)}`;
}

/** A chain of conditions without a last `else`: what fits gives nothing, and an array constructor leaves nothing out. */
function faults(name: string, spec: ParamSpec, uses: readonly ParamUse[]): readonly Expression[] {
  const value = `$p${property(name)}`;
  const missing = spec.default === undefined ? [`$not($exists(${value})) ? ${literal(`${name}: required`)}`] : [];
  const wrong = mistyped(value, spec).map(([condition, words]) => `${condition} ? ${literal(`${name}: ${words}`)}`);
  const misused = uses.map(
    (use) => `${outside(value, use)} ? ${literal(`${name}: `)} & $string(${value}) & ${literal(` ${wordsOf(use)}`)}`,
  );
  const chain = [...missing, ...wrong, ...misused].join(' : ');
  return chain === '' ? [] : [`(${chain})`];
}

/** Whether a number cannot be used so. */
function outside(value: Expression, { field }: ParamUse): Expression {
  const { least, most, whole } = SETTING_RANGES[field];
  return [
    `${value} < ${least}`,
    ...(most === Infinity ? [] : [`${value} > ${most}`]),
    ...(whole ? [`${value} != $floor(${value})`] : []),
  ].join(' or ');
}

function mistyped(value: Expression, spec: ParamSpec): readonly (readonly [condition: Expression, words: string])[] {
  switch (spec.type) {
    case 'string':
      return [[`$type(${value}) != 'string'`, 'not a string']];
    case 'number':
      return [[`$type(${value}) != 'number'`, 'not a number'], tooLong(value)];
    case 'integer':
      // A conditional chain, since `or` would let $floor meet a value that is no number.
      return [
        [`$type(${value}) != 'number'`, 'not an integer'],
        [`${value} != $floor(${value})`, 'not an integer'],
        tooLong(value),
      ];
    case 'boolean':
      return [[`$type(${value}) != 'boolean'`, 'not a boolean']];
    case 'enum':
      return [[`$not(${value} in [${spec.values.map(literal).join(', ')}])`, `not one of ${spec.values.join(', ')}`]];
    case 'json':
      return [];
  }
}

/** JSONata writes a number with 15 digits, so a longer one would be stored as another. */
function tooLong(value: Expression): readonly [condition: Expression, words: string] {
  return [`$number($string(${value})) != ${value}`, 'more than 15 digits'];
}

/** JSON is JSONata but for a string that holds a single quote, which stays in double quotes; keys are always quoted. */
function jsonataValue(value: unknown): Expression {
  return JSON.stringify(value);
}
