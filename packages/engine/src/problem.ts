import type { ProblemCode } from '@flowmap/asl/language';

/** Something in a definition that the engine refuses before it runs. */
export interface Problem {
  /** A code of the language's rules, as the service has it; or `NOT_IMPLEMENTED`: the service may accept it, the engine does not have it. */
  readonly code: ProblemCode | 'NOT_IMPLEMENTED';
  /** One sentence without the location. */
  readonly message: string;
  /** Where, in the service's form: `/States/Check/Choices[0]/Next`. */
  readonly location: string;
}

/** A definition that the engine refuses: all that is wrong with it, not the first fault alone. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ code, message, location }) => `${code}: ${message} at ${location}`).join('\n'));
    this.problems = problems;
  }
}
