import type { StateMachine, States } from '@flowmap/asl/language';

/** A Task state of a definition. */
export interface TaskState {
  readonly name: string;
  readonly resource: string;
}

/** All states of a definition by name, with their type, and the Task states: in branches and maps too. */
export function statesOf(definition: Pick<StateMachine, 'States'>): {
  readonly types: ReadonlyMap<string, string>;
  readonly tasks: readonly TaskState[];
} {
  const types = new Map<string, string>();
  const tasks: TaskState[] = [];
  const visit = (states: States): void => {
    for (const [name, state] of Object.entries(states)) {
      types.set(name, state.Type);
      if (state.Type === 'Task') tasks.push({ name, resource: state.Resource });
      if (state.Type === 'Parallel') for (const branch of state.Branches) visit(branch.States);
      if (state.Type !== 'Map') continue;
      // What a Map runs was called Iterator before it was called ItemProcessor.
      const { ItemProcessor, Iterator } = state as { ItemProcessor?: Inner; Iterator?: Inner };
      for (const inner of [ItemProcessor, Iterator]) if (inner !== undefined) visit(inner.States);
    }
  };
  visit(definition.States);
  return { types, tasks };
}

interface Inner {
  readonly States: States;
}
