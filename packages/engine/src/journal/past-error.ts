/** A recorded past that cannot be gone on from: it is damaged, or belongs to another definition. */
export class PastError extends Error {
  override readonly name = 'PastError';
}
