/**
 * Actions by their names. A request has passed its shape when an action gets it; the type of its parameter says so. What an
 * action throws as an ApiError is the answer too. The signal aborts when the client has gone.
 */
export type Actions = Readonly<Record<string, (request: never, signal?: AbortSignal) => object | Promise<object>>>;

/** Milliseconds since the epoch as the protocol writes a time: seconds, with a fraction. */
export function timestamp(milliseconds: number): number {
  return milliseconds / 1000;
}
