import type { NodeProgress, NodeState } from '@flowmap/local';

/** Something that happened to a node since it was looked at last. */
export interface Change {
  readonly node: NodeProgress;
  readonly what: 'started' | 'progress' | 'done' | 'failed';
}

/** Finds out what is worth a line, from one look to the next. */
export interface Changes {
  since(nodes: readonly NodeProgress[], now: number): readonly Change[];
}

/**
 * Watches nodes: each start and end once, and the progress of a running foreach no more often than `every` milliseconds. Steps inside a
 * foreach are told through the foreach.
 */
export function watchChanges(every: number): Changes {
  const seen = new Map<string, { state: NodeState; told: number; at: number }>();
  return {
    since: (nodes, now) => {
      const inside = new Set<string>();
      return nodes.flatMap((node): readonly Change[] => {
        const { id, kind, state } = node;
        if (kind === 'foreach') inside.add(`${id}/`);
        if (kind === 'choose' || [...inside].some((scope) => id.startsWith(scope) && kind === 'step')) return [];
        const last = seen.get(id) ?? { state: 'waiting', told: 0, at: now };
        const started = last.state === 'waiting' && state !== 'waiting' ? [{ node, what: 'started' as const }] : [];
        if (state !== last.state) {
          seen.set(id, { state, told: node.done, at: now });
          return state === 'done' || state === 'failed' ? [...started, { node, what: state }] : started;
        }
        if (kind === 'foreach' && state === 'running' && now - last.at >= every && node.done !== last.told) {
          seen.set(id, { state, told: node.done, at: now });
          return [{ node, what: 'progress' }];
        }
        return [];
      });
    },
  };
}
