import type { AwsCall } from './clients.js';

/** A right that somebody lacks. */
export interface LackedRight {
  /** `iam:PassRole` */
  readonly action: string;
  /** An ARN; absent where the service does not say it. */
  readonly resource?: string;
  /** What else the service says of it: that a policy of the organisation denies it, say. */
  readonly reason?: string;
}

/** As IAM words it for nearly all services; S3 puts the ARN into quotes. */
const NOT_AUTHORIZED =
  /not authorized to perform: ([\w-]+:\w+)(?: on(?: the)? resource: (?:"([^"]+)"|([^\s",]+[^\s",.]|\*)))?(?:,? (because .*|with .*))?/su;

/** As AWS Lambda words what S3 refuses to whoever makes a function. */
const OF_S3 = /permission to (\w+) for ([^\s,]+[^\s,.])/u;

/** What a caller without any policy for it is told, which the message says anyway. */
const PLAIN = /^because no identity-based policy allows/u;

/**
 * The right that is missing where a call was refused. It may be another one than the call's own: who creates a function also hands it a
 * role, and needs `iam:PassRole`. Where the service does not say which, it is taken for that of the call.
 */
export function missingRight(message: string, call: AwsCall | undefined): LackedRight {
  const [, action, quoted, plain, reason] = NOT_AUTHORIZED.exec(message) ?? [];
  const resource = quoted ?? plain;
  if (action !== undefined) {
    const more = reason === undefined || PLAIN.test(reason) ? {} : { reason: reason.replace(/\.$/u, '') };
    return { action, ...(resource !== undefined && resource !== '*' && { resource }), ...more };
  }
  const [, operation, object] = OF_S3.exec(message) ?? [];
  if (operation !== undefined && object !== undefined) {
    return { action: `s3:${operation}`, resource: `arn:aws:s3:::${object}` };
  }
  return {
    action: call?.action ?? 'use AWS',
    ...(call?.resource !== undefined && { resource: call.resource }),
    ...(message !== '' && { reason: `: ${message.replace(/\.$/u, '')}` }),
  };
}
