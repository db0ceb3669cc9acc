import type { AwsError } from './aws-error.js';
import type { Operation } from './operation.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';

/** What a request asks for, as its protocol says it. */
export interface Asked {
  readonly action: string;
  readonly input: unknown;
  /** Numbers may have come as text. */
  readonly loose: boolean;
}

/** How a service's requests and answers are written. */
export interface Protocol {
  /** Undefined where it is no request of the service. */
  read(request: WireRequest): Asked | undefined;
  answer(action: string, output: unknown): WireAnswer;
  refuse(error: AwsError): WireAnswer;
}

/** A code and its HTTP status. */
export type Refusal = readonly [code: string, status: number];

/** The codes with which a service says what all services say. */
export interface Refusals {
  readonly denied: Refusal;
  readonly expired: Refusal;
  readonly unknownKey: Refusal;
  /** The signature is for another region. */
  readonly scope: Refusal;
  readonly throttled: Refusal;
  readonly failed: Refusal;
  /** Members that are missing or break their constraints. */
  readonly invalid: Refusal;
}

/** A service that answers itself. */
export interface Service {
  /** Signing name, and prefix of its actions in policies. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly refusals: Refusals;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Whether it is signed for any region: IAM and STS. */
  readonly isGlobal?: boolean;
  /** What it keeps, by `type name`. */
  contents(): Readonly<Record<string, unknown>>;
}
