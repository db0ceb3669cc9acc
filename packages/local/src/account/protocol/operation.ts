import type { Caller } from '../access/callers.js';
import { type Members, type Reading, type Structure, structure } from './shape.js';

/** An action that a policy has to allow, on this. */
export interface Needed {
  /** `iam:PassRole` */
  readonly action: string;
  readonly resource: string;
}

/** One action of a service. */
export interface Operation {
  /** Reads the request; what is wrong with it goes to the faults of the reading. */
  read(raw: unknown, reading: Reading): unknown;
  /** The ARN that a policy has to allow the action on. */
  resource(input: unknown): string;
  /** What else the caller needs. */
  also(input: unknown): readonly Needed[];
  /** Does it. */
  run(input: unknown, caller: Caller): unknown;
}

/** An action as it is written down. */
export interface OperationDefinition<R extends Members, O extends Members> {
  readonly required?: R;
  readonly optional?: O;
  /** Default `*`. */
  readonly resource?: (input: Structure<R, O>) => string;
  readonly also?: (input: Structure<R, O>) => readonly Needed[];
  readonly run: (input: Structure<R, O>, caller: Caller) => unknown;
}

/** Makes an action, with its input typed by its members. */
export function operation<R extends Members = object & Members, O extends Members = object & Members>(
  definition: OperationDefinition<R, O>,
): Operation {
  const shape = structure(definition.required ?? ({} as R), definition.optional ?? ({} as O));
  type Input = Structure<R, O>;
  return {
    read: (raw, reading) => shape.read(raw, '', reading),
    resource: (input) => definition.resource?.(input as Input) ?? '*',
    also: (input) => definition.also?.(input as Input) ?? [],
    run: (input, caller) => definition.run(input as Input, caller),
  };
}
