import type { Diagnostic } from './diagnostic.js';

const BRAND = Symbol.for('@flowmap/error');

/**
 * The base of every error that an operation of flowmap throws. It is recognised by a brand and not by `instanceof`,
 * since a bundle and a second process each have their own copy of this class: use {@link isFlowError}.
 */
export class FlowError extends Error {
  /** Stable, for programs: `ARTIFACT_NOT_STORABLE`. */
  readonly code: string;
  /** What to do about it, as a sentence. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, options?: { readonly cause?: unknown; readonly hint?: string }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'FlowError';
    this.code = code;
    this.hint = options?.hint;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** A flow that cannot be used; it carries every finding. */
export class InvalidFlowError extends FlowError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[]) {
    super('INVALID_FLOW', message);
    this.name = 'InvalidFlowError';
    this.diagnostics = diagnostics;
  }
}

/** Whether a thrown value is a {@link FlowError}, from whichever copy of this package. */
export function isFlowError(value: unknown): value is FlowError {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** Throws when the program itself is wrong. The message asks for a report; a user's mistake never ends here. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new FlowError('BUG', `${message} (this is a bug in flowmap, please report it)`);
}
