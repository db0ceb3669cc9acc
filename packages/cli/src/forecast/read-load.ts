import { cardinalitiesOf, type ForecastLoad } from '@flowmap/asl';
import { indexGraph, type FlowGraph, type NodeId } from '@flowmap/graph';
import type { LoadFlags } from '../commands/load-options.js';
import { Mistake } from '../mistake.js';

/** How wide a run is, by the flags. Throws a {@link Mistake} with everything that is wrong with them or missing. */
export function readLoad(graph: FlowGraph, { items = [], case: cases = [], itemBytes }: LoadFlags): ForecastLoad {
  const problems: string[] = [];
  const wanted = cardinalitiesOf(graph);
  const counts = new Map<NodeId, number>();
  let others: number | undefined;
  for (const text of split(items)) {
    const [name, value] = pair(text);
    const count = wholeNumber(value);
    if (count === undefined) problems.push(`--items ${text}: ${value} is no number of items`);
    else if (name === undefined) others = count;
    else {
      const id = idOf(name, wanted);
      if (id === undefined) problems.push(`--items ${text}: there is no foreach ${name} whose items can be said`);
      else counts.set(id, count);
    }
  }
  const keys = new Map<NodeId, string>();
  const chooses = [...indexGraph(graph).nodes.values()].flatMap(({ node }) => (node.kind === 'choose' ? [node] : []));
  for (const text of split(cases)) {
    const [name = '', key] = pair(text);
    const id = idOf(
      name,
      chooses.map((choose) => choose.id),
    );
    const choose = chooses.find((one) => one.id === id);
    if (!choose) problems.push(`--case ${text}: there is no choose ${name || key}`);
    else if (!choose.otherwise && !Object.hasOwn(choose.cases, key)) {
      problems.push(`--case ${text}: ${choose.id} has the cases ${Object.keys(choose.cases).join(', ')}`);
    } else keys.set(choose.id, key);
  }
  const bytes = itemBytes === undefined ? undefined : wholeNumber(itemBytes);
  if (itemBytes !== undefined && bytes === undefined) problems.push(`--item-bytes ${itemBytes}: no number of bytes`);
  const missing = others === undefined ? wanted.filter((id) => !counts.has(id)) : [];
  if (missing.length > 0) problems.push(`the number of items is missing of ${missing.join(', ')}`);
  if (problems.length > 0) {
    const named = wanted.map((id) => `${id}=1000`).join(',');
    throw new Mistake(`The numbers do not fit:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, hint(named));
  }
  return {
    items: Object.fromEntries(wanted.map((id) => [id, counts.get(id) ?? others ?? 0])),
    cases: Object.fromEntries(keys),
    ...(bytes === undefined ? {} : { itemBytes: bytes }),
  };
}

function hint(named: string): string {
  return named === '' ? 'This flow has no foreach.' : `Say them all: --items ${named}, or one for all: --items 1000`;
}

function split(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(',')).filter((text) => text !== '');
}

function pair(text: string): readonly [name: string | undefined, value: string] {
  const at = text.lastIndexOf('=');
  return at < 0 ? [undefined, text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The id that is meant: in full, or its last name where only one has it. */
function idOf(name: string, ids: readonly NodeId[]): NodeId | undefined {
  if (ids.includes(name)) return name;
  const ending = ids.filter((id) => id.endsWith(`/${name}`));
  return ending.length === 1 ? ending[0] : undefined;
}

/** `1000000`, `1_000_000`, `1e6`. */
function wholeNumber(text: string): number | undefined {
  if (!/^\d[\d_]*(?:e\d+)?$/u.test(text)) return undefined;
  const number = Number(text.replaceAll('_', ''));
  return Number.isSafeInteger(number) ? number : undefined;
}
