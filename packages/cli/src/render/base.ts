import type { BaseChange } from '@flowmap/deploy';
import type { Json } from '@flowmap/graph';
import type { Paint } from './paint.js';

/** What making the base would do, as a person reads it. */
export function renderBase(
  { account, region }: { readonly account: string; readonly region: string },
  changes: readonly BaseChange[],
  paint: Paint,
): string {
  const head = `${paint('bold', 'The base')} in ${account}, ${region}`;
  if (changes.every(({ action }) => action === 'keep')) return `${head}: all of it is there.\n`;
  return [head, ...changes.flatMap((change) => lines(change, paint)), ''].join('\n');
}

function lines({ action, resource: { Type, Name }, differences }: BaseChange, paint: Paint): readonly string[] {
  const kind = paint('dim', Type.replace(/^AWS::/u, ''));
  if (action === 'keep') return [paint('dim', `    ${Name} ${kind}`)];
  if (action === 'create') return [`  ${paint('green', '+')} ${Name} ${kind}`];
  return [
    `  ${paint('yellow', '~')} ${Name} ${kind}`,
    ...differences.map(({ at, from, to }) => `      ${at}: ${shown(from)} -> ${shown(to)}`),
  ];
}

/** Most characters of a value. */
const WIDTH = 60;

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`;
}
