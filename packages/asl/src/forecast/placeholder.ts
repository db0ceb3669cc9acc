import type { NodeId } from '@flowmap/graph';
import type { MapStrategy } from '../plugin/index.js';

/**
 * A strategy that emits one empty Map, and notes its name: so the states around a foreach can be lowered and counted while the
 * foreach itself is counted by its own strategy.
 */
export function placeholder(places: Map<string, NodeId>): MapStrategy {
  return {
    kind: 'placeholder',
    apiVersion: 1,
    options: {},
    lower: (foreach, context) => {
      const name = context.name();
      places.set(name, foreach.id);
      const ItemSelector = context.child({ kind: 'item', index: '0' });
      return {
        start: name,
        states: { [name]: { Type: 'Map', ItemSelector } },
        exits: [{ state: name, succeeded: '0', count: '0' }],
        policies: [],
      };
    },
  };
}
