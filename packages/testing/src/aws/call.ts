/** One call that reached the account, in the order of arrival. */
export interface AwsCall {
  /** Signing name of the service, which is its prefix in policies too: `lambda`, `states`, `logs`, `events`. */
  readonly service: string;
  /** `CreateFunction`; of S3 too, `PutObject`. */
  readonly action: string;
  /** The ARN that a policy has to allow, or `*`. */
  readonly resource: string;
  /** The members of the request. Of S3: `bucket`, `key` and the query. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Who signed it. */
  readonly accessKeyId: string;
  /** The code that it was answered with when it was refused; what happened to it when a fault was put in. */
  readonly error?: string;
}

/**
 * What goes wrong with a call: `throttle` refuses it as the service does, `fail` is an internal error of the service; neither does the work.
 * `lose-answer` does the work and cuts the connection. `kill` does that too, and cuts all later connections until the account is revived.
 */
export type Fault = 'throttle' | 'fail' | 'lose-answer' | 'kill';

/** A refusal in words of a service that the fake does not say by itself, such as that a quota is reached. The work is not done. */
export interface ServiceRefusal {
  /** `CodeStorageExceededException` */
  readonly code: string;
  readonly message: string;
  /** Of HTTP. Default 400. */
  readonly status?: number;
}

/** Says what goes wrong with a call; asked once for every attempt of a client. */
export type FaultOf = (call: AwsCall) => Fault | ServiceRefusal | undefined;
