/** An error by the name that the service has for it. */
export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
