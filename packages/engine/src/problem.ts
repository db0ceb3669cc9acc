/** Something in a definition that the engine refuses before it runs. */
export interface Problem {
  /**
   * `NOT_IMPLEMENTED`: the service may accept it, the engine does not have it. The others are the service's own codes:
   * `SCHEMA_VALIDATION_FAILED`, `MISSING_TRANSITION_TARGET`, `INVALID_JSONATA_EXPRESSION`, `UNSUPPORTED_JSONATA_EXPRESSION`.
   */
  readonly code:
    | 'NOT_IMPLEMENTED'
    | 'SCHEMA_VALIDATION_FAILED'
    | 'MISSING_TRANSITION_TARGET'
    | 'INVALID_JSONATA_EXPRESSION'
    | 'UNSUPPORTED_JSONATA_EXPRESSION';
  readonly message: string;
  /** Name of the state; none for the machine itself. */
  readonly state?: string;
  /** Field of the state, with the way into it: `Arguments/Payload/step`. */
  readonly field?: string;
}

/** A definition that the engine refuses: all that is wrong with it, not the first fault alone. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describe).join('\n'));
    this.problems = problems;
  }
}

function describe({ code, message, state, field }: Problem): string {
  const place = [state, field].filter((part) => part !== undefined).join(': ');
  return `${code}${place === '' ? '' : ` (${place})`}: ${message}`;
}
