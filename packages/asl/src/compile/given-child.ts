import type { ItemSource } from '@flowmap/graph';
import type { Template } from '../language/index.js';
import { givenValue } from './given-value.js';
import { factField, factInData, template } from './expression.js';
import type { Scope } from './lowering.js';

/**
 * The ItemSelector for a child that runs one item of a source: of a Map over the source itself, or of one over the items of a batch.
 * `inside` are the facts of outer scopes that the body reads.
 */
export function givenChild(
  scope: Scope,
  source: ItemSource,
  inside: readonly string[],
  by: 'reader' | 'batch',
): { readonly [name: string]: Template } {
  const ofReader = by === 'reader';
  const data = ofReader ? '$states.input' : '$states.input.BatchInput';
  const item = '$states.context.Map.Item';
  const number = ofReader ? `${item}.Index` : `${item}.Value.i`;
  const file = source.source !== 's3.list';
  return {
    run: template(`${data}.run`),
    i: template(scope.depth === 0 ? `${data}.i & ${number}` : `${data}.i & '.' & ${number}`),
    ...factField(Object.fromEntries(inside.map((name) => [name, factInData(name, data)]))),
    v: ofReader ? { i: template(number), v: givenValue(source) } : template(`${item}.Value`),
    ...(file ? { e: template(ofReader ? `${data}.source.etag` : `${data}.e`) } : {}),
  };
}
