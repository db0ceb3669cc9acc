/** Why the service does not take an answer to a task. */
export type TokenFault = 'InvalidToken' | 'TaskTimedOut';

const MESSAGES: Readonly<Record<TokenFault, string>> = {
  InvalidToken: `Invalid Token: 'Invalid token'`,
  TaskTimedOut: `Task Timed Out: 'Provided task does not exist anymore'`,
};

/**
 * An answer that is not taken; `name` is the error of the API. `InvalidToken`: the text is no task token.
 * `TaskTimedOut`: the task has been answered before, has timed out or was stopped.
 */
export class TokenError extends Error {
  override readonly name: TokenFault;

  constructor(fault: TokenFault) {
    super(MESSAGES[fault]);
    this.name = fault;
  }
}
