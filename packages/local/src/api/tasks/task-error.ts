/** A failure as a state machine sees it: `name` is its Error, `message` its Cause. */
export class TaskError extends Error {
  override readonly name: string;

  constructor(error: string, cause: string, options?: ErrorOptions) {
    super(cause, options);
    this.name = error;
  }
}

/** Something that this server does not do for a task, by name, with what the user can do about it. */
export function notServed(message: string): TaskError {
  return new TaskError('Flowmap.NotServed', message);
}
