/** Why a path gives no value. */
export interface PathFault {
  /** `missing`: nothing is there; `past-end`: nothing, as a list is too short; `unfit`: the path cannot be applied. */
  readonly kind: 'missing' | 'past-end' | 'unfit';
  /** The name or position at which it stops; undefined where it does not even begin. */
  readonly step?: string | number;
}

/**
 * A path that finds nothing, or that does not fit the data. The message is the end of the service's sentence:
 * `No results for path: $['a']`.
 */
export class PathError extends Error {
  override readonly name = 'PathError';
  readonly fault: PathFault;

  constructor(message: string, fault: PathFault) {
    super(message);
    this.fault = fault;
  }
}
