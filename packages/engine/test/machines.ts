import type { Json, State, StateMachine, States, TaskState } from '@flowmap/asl/language';

/** A machine of JSONata states, starting at the first. */
export function machine(states: States, rest: Partial<StateMachine> = {}): StateMachine {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0] ?? '', States: states, ...rest };
}

/** A Task state that calls a function. */
export function task(fields: Partial<TaskState> = {}): TaskState {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    ...(fields.Next === undefined ? { End: true } : {}),
    ...fields,
  };
}

/** A machine of one Map over `$states.input`, whose iterations have one state. */
export function mapOf(
  state: State,
  fields: Record<string, Json> = {},
  isDistributed = false,
  type: 'STANDARD' | 'EXPRESS' = 'STANDARD',
): StateMachine {
  return machine({
    map: {
      Type: 'Map',
      ItemProcessor: {
        ...(isDistributed ? { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type } } : {}),
        StartAt: 'item',
        States: { item: state },
      },
      End: true,
      ...fields,
    },
  });
}

/** `[0, 1, ..., length - 1]` */
export function numbers(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
