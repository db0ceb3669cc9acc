/** What every step of a random flow gives: something to count, to run over, and to choose by, all made of its inputs. */
export interface Thing {
  readonly n: number;
  readonly list: readonly number[];
  readonly rows: readonly { readonly k: number; readonly days: readonly number[] }[];
  readonly key: 'a' | 'b' | 'c';
}

/** The code of every step: it depends on all that the step is given, and on nothing else. */
export function work(name: string, inputs: readonly unknown[], unlucky: boolean): Thing {
  const hash = fnv1a(JSON.stringify([name, inputs.map(comparable)]));
  if (unlucky && hash % 3 === 0) throw Object.assign(new Error(`${name} ${hash}`), { name: 'Unlucky' });
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => (hash + k * 7) % 10);
  return {
    n: hash % 1_000,
    list: numbers((hash >>> 3) % 5),
    rows: numbers((hash >>> 6) % 3).map((k) => ({ k, days: numbers((hash + k) % 4) })),
    key: (['a', 'b', 'c'] as const)[(hash >>> 9) % 3] ?? 'a',
  };
}

/** A value without what may differ from one run to the next: of several errors of an item, which one was first. */
export function comparable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(comparable);
  if ('ok' in value && value.ok === false) return { ok: false };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, comparable(part)]));
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
