import type { PolicyDocument } from './policy.js';

/** Who a call comes from. */
export interface Caller {
  readonly accessKeyId: string;
  /** `arn:aws:sts::123456789012:assumed-role/developer/session` */
  readonly arn: string;
  readonly userId: string;
  /** The role that was assumed; none for the account's first caller, who may do everything. */
  readonly role?: AssumedRole;
}

/** What limits a caller who assumed a role. */
export interface AssumedRole {
  readonly sessionToken: string;
  readonly expires: Date;
  /** The policies that the role has now; undefined when the role is gone. */
  policies(): readonly PolicyDocument[] | undefined;
}

/** The access keys of an account. */
export interface Callers {
  get(accessKeyId: string): Caller | undefined;
  add(caller: Caller): void;
}

/** An account's keys, with that of its first caller. */
export function callersOf(first: Caller): Callers {
  const callers = new Map([[first.accessKeyId, first]]);
  return {
    get: (accessKeyId) => callers.get(accessKeyId),
    add: (caller) => void callers.set(caller.accessKeyId, caller),
  };
}
