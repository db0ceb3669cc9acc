import type { Fact, Facts, NodeId, Publication } from '@flowmap/graph';
import { FlowError } from '@flowmap/graph';
import { partAt } from '@flowmap/store';
import { isResults } from '../read/collection.js';

/**
 * The facts that a task publishes with its output; undefined without any. Throws `NOT_A_LIST` where a foreach is to run over
 * what is no list, `NOT_A_KEY` where a choose is to go by what is no string; both name the place in the output.
 */
export function factsOf(node: NodeId, value: unknown, publications: readonly Publication[]): Facts | undefined {
  if (publications.length === 0) return undefined;
  const facts: { [name: string]: Fact } = {};
  for (const { fact, kind, path } of publications) {
    const part = partAt(value, path);
    const place = [node, ...path].join('.');
    facts[fact] = kind === 'count' ? countIn(part, fact, place) : keyIn(part, fact, place);
  }
  return facts;
}

function countIn(list: unknown, foreach: NodeId, place: string): number {
  if (Array.isArray(list)) return list.length;
  if (isResults(list)) return list.count;
  throw new FlowError('NOT_A_LIST', `${foreach} runs over the items of ${place}, which is no list but ${kindOf(list)}`);
}

function keyIn(key: unknown, choose: NodeId, place: string): string {
  if (typeof key === 'string') return key;
  throw new FlowError('NOT_A_KEY', `${choose} goes by ${place}, which is no string but ${kindOf(key)}`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
