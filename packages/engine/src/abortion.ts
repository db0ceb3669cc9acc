/** Why an execution is stopped from outside: what StopExecution is given, and ExecutionAborted says. */
export class Abortion extends Error {
  override readonly name = 'Abortion';
  readonly error: string | undefined;
  readonly explanation: string | undefined;

  constructor(error: string | undefined, explanation: string | undefined) {
    super(explanation ?? error);
    this.error = error;
    this.explanation = explanation;
  }
}
