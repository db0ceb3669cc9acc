/** What the service refuses a request with: the code is the name of the exception that a client throws. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** `StateMachineDoesNotExist` */
  readonly code: string;
  /** Further members of the answer, such as a ValidationException's `reason`. */
  readonly members: Readonly<Record<string, string>>;

  constructor(code: string, message: string, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.members = members;
  }
}

/** A `ValidationException`, with its reason where the service documents one. */
export function validationError(message: string, reason?: string): ApiError {
  return new ApiError('ValidationException', message, reason === undefined ? {} : { reason });
}
