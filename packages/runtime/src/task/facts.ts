import type { Fact, Facts, NodeId, Publication } from '@flowmap/graph';
import { FlowError, listItems } from '@flowmap/graph';
import type { Artifacts, StoredValue } from '@flowmap/store';
import { partAt } from '@flowmap/store';
import { isResults } from '../read/collection.js';

/**
 * The facts that a task publishes with its output; undefined without any. The count of a list that is stored while it is read is not
 * among them: {@link countsOfStored} gives it. Throws `NOT_A_LIST` where a foreach is to run over
 * what is no list, `NOT_A_KEY` where a choose is to go by what is no string; both name the place in the output.
 */
export function factsOf(node: NodeId, value: unknown, publications: readonly Publication[]): Facts | undefined {
  if (publications.length === 0) return undefined;
  const facts: { [name: string]: Fact } = {};
  for (const { fact, kind, path } of publications) {
    const part = partAt(value, path);
    if (kind === 'count' && isUnread(part)) continue;
    const place = [node, ...path].join('.');
    facts[fact] = kind === 'count' ? countIn(part, fact, place) : keyIn(part, fact, place);
  }
  return facts;
}

/** The counts that {@link factsOf} left out, from the output as it was stored. */
export async function countsOfStored(
  { value, stored }: { readonly value: unknown; readonly stored: StoredValue },
  publications: readonly Publication[],
  artifacts: Artifacts,
): Promise<Facts> {
  const counts: { [name: string]: Fact } = {};
  for (const { fact, kind, path } of publications) {
    if (kind === 'count' && isUnread(partAt(value, path)))
      counts[fact] = (await artifacts.list(stored, path, fact)).count;
  }
  return counts;
}

/** Whether a value is a list whose items nobody has counted yet. */
function isUnread(value: unknown): boolean {
  return listItems(value) !== undefined && !isResults(value);
}

function countIn(list: unknown, foreach: NodeId, place: string): number {
  if (Array.isArray(list)) return list.length;
  if (isResults(list)) return list.count;
  throw new FlowError('NOT_A_LIST', `${foreach} runs over the items of ${place}, which is no list but ${kindOf(list)}`);
}

/** The key that a choose goes by. Throws `NOT_A_KEY`. */
export function keyIn(key: unknown, choose: NodeId, place: string): string {
  if (typeof key === 'string') return key;
  throw new FlowError('NOT_A_KEY', `${choose} goes by ${place}, which is no string but ${kindOf(key)}`);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
