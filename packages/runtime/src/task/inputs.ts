import type { Values } from '@flowmap/flow';
import type { Reference } from '@flowmap/graph';
import { resolve } from '../read/resolve.js';
import type { RunScope } from '../run-scope.js';

/** The declared inputs of a task at an index path, all read at once. */
export async function resolveInputs(
  scope: RunScope,
  inputs: { readonly [name: string]: Reference },
  index: string,
): Promise<Values> {
  const entries = Object.entries(inputs).map(
    async ([name, reference]) => [name, await resolve(scope, reference, index)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
