/** A refusal in the words of a service. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the answer, as `AlreadyExistsException` of some services has them. */
  readonly members: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** What the fake does not do: said by name, and with a status that no client tries again. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplementedByTheFake', `The fake account does not implement ${what}`, 501);
}
