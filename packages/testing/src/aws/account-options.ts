import type { ObjectReader } from '@flowmap/local/account';
import type { ExecutionOptions } from './states/execution-options.js';

/** Settings of a fake account. */
export interface AwsAccountOptions {
  /** The account's clock. Step Functions alone goes by the real one. */
  readonly now: () => Date;
  /** Default 123456789012. */
  readonly account?: string;
  /** Default us-east-1. */
  readonly region?: string;
  /** Default aws. */
  readonly partition?: string;
  /** ARN of who calls with the credentials of `clientConfig`. Default: a session of the role `developer`. */
  readonly caller?: string;
  /** Reads the object that a function's code is in. Default: every object exists, and its digest is that of its name. */
  readonly object?: ObjectReader;
  /** Addresses of what is served elsewhere; without one the service is not implemented. */
  readonly also?: { readonly s3?: string; readonly dynamodb?: string };
  /**
   * How often a function, version, job queue or compute environment is seen unready after a change, before it is ready. Refused attempts
   * to change it count too. Default 1.
   */
  readonly readsUntilReady?: number;
  /** How often other services refuse a new role, before its news has reached them. Default 0. */
  readonly newRoleRefusals?: number;
  /** For the tasks of executions. They call what `also` names directly: their calls are not among the account's. */
  readonly executions?: ExecutionOptions;
  /** Is called when a call was answered with the fault `kill`. */
  readonly onKill?: () => void;
}
