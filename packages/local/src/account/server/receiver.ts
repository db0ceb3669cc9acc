import type { Caller } from '../access/callers.js';
import type { Needed } from '../protocol/operation.js';
import type { AwsError } from '../protocol/aws-error.js';
import type { Refusals } from '../protocol/service.js';
import type { WireAnswer, WireRequest } from './wire.js';

/** A call that was understood, before it is done. */
export interface Received {
  readonly action: string;
  readonly resource: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** All that the caller needs. */
  readonly needed: readonly Needed[];
  /** Does it; throws what is refused. */
  perform(caller: Caller): Promise<WireAnswer>;
}

/** What stands behind a signing name: a service of the account's own, or one that is elsewhere. */
export interface Receiver {
  /** Signing name. */
  readonly name: string;
  readonly refusals: Refusals;
  readonly isGlobal: boolean;
  /** Throws an {@link AwsError} when there is no such action. */
  receive(request: WireRequest): Received;
  refuse(error: AwsError): WireAnswer;
  /** What it keeps, by `type name`. */
  contents(): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
}
