import type { AnyContext } from '@flowmap/flow';
import type { StepNode } from '@flowmap/graph';
import { FlowError, secretWords } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';

/**
 * What the code of a step receives as `env`: the values that stand in the graph, and its secrets, all fetched at once. Throws
 * `SECRET_NOT_SERVED` where nothing here fetches secrets, and what the port throws.
 */
export async function environmentOf(
  { id, env, secrets = {} }: Pick<StepNode, 'id' | 'env' | 'secrets'>,
  { secret }: Pick<TaskPorts, 'secret'>,
): Promise<AnyContext['env']> {
  const fetched = Object.entries(secrets).map(async ([name, reference]) => {
    if (secret) return [name, await secret(reference, name)] as const;
    throw new FlowError(
      'SECRET_NOT_SERVED',
      `${id} needs ${secretWords(reference)}, and nothing here fetches secrets`,
      {
        hint: 'Give the tasks a port `secret`.',
      },
    );
  });
  return { ...env, ...Object.fromEntries(await Promise.all(fetched)) };
}
