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

/** What is not done here: said by name, and with a status that no client tries again. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `This account is not AWS, and does not implement ${what}`, 501);
}

/** An error with a code that services share. */
export function refused([code, status]: readonly [string, number], message: string): AwsError {
  return new AwsError(code, message, status);
}
