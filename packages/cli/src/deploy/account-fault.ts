import { awsFault } from '@flowmap/deploy';
import { FlowError, isFlowError } from '@flowmap/graph';

/** Whose rights a command takes, as `flow-cli policies --for` names them. */
export type Purpose = 'bootstrap' | 'deployer' | 'doctor' | 'operator';

/** What a command was about when something failed. Where it worked is known once it has signed in. */
export interface FaultPlace {
  readonly purpose: Purpose;
  /** Of flags or the environment. */
  readonly profile?: string | undefined;
  readonly account?: string;
  readonly region?: string;
  readonly bucket?: string;
  readonly table?: string;
}

/**
 * An error of the account in words for whoever said the command: those of the stores, which are written for whoever reads a run, become the
 * errors `AWS_...` where they are of AWS; what there is to do names the profile and the policy of this command. Others stay as they are.
 */
export function accountFault(error: unknown, place: FaultPlace): unknown {
  if (!isFlowError(error)) return error;
  const special = ofStores(error, place);
  if (special) return special;
  const fault = /^(?:STORE|METADATA)_/u.test(error.code) ? ofAws(error) : error;
  const hint = hintFor(fault, place);
  return hint === fault.hint
    ? fault
    : new FlowError(fault.code, fault.message, { cause: fault.cause, hint: hint ?? '' });
}

function ofStores(error: FlowError, { account = '', region = '', bucket = '', table = '' }: FaultPlace): unknown {
  const { code, cause } = error;
  const there = `in ${region} of the account ${account}`;
  if (code === 'METADATA_NO_TABLE') {
    return new FlowError(code, `There is no table ${table} ${there}.`, {
      cause,
      hint: `flow-cli bootstrap makes it. If flowmap's is in another region or has another name: --region, --table, or target of flowmap.config.ts.`,
    });
  }
  if (code === 'STORE_NO_BUCKET') {
    return new FlowError(code, `There is no bucket ${bucket} ${there}.`, {
      cause,
      hint: `flow-cli bootstrap makes it. If flowmap's is in another region or has another name: --region, --bucket, or target of flowmap.config.ts.`,
    });
  }
  if (code === 'STORE_WRONG_REGION') {
    const actual = /is in the region (\S+),/u.exec(error.message)?.[1];
    const found = actual === undefined || actual === 'of' ? 'another region' : actual;
    const other = found === actual ? `--region ${actual}` : '--region';
    return new FlowError(code, `The bucket ${bucket} is in ${found}, and this command works in ${region}.`, {
      cause,
      hint: `A function takes its code from a bucket of its own region: work there with ${other}, or name a bucket of ${region} with --bucket.`,
    });
  }
  return undefined;
}

/** The clients of the stores are those of the account, so what failed is known of them as of all others. */
function ofAws(error: FlowError): FlowError {
  const fault = awsFault(error.cause);
  if (isFlowError(fault) && fault.code !== 'AWS_FAILED') return fault;
  const { message } = error;
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/u.test(message) ? '' : '.'}`;
  const { cause, hint } = error;
  return new FlowError(error.code, sentence, { cause, ...(hint !== undefined && { hint }) });
}

function hintFor({ code, hint }: FlowError, { purpose, profile }: FaultPlace): string | undefined {
  const signIn = profile === undefined ? 'aws sso login' : `aws sso login --profile ${profile}`;
  switch (code) {
    case 'AWS_DENIED':
    case 'STORE_DENIED':
      // The right to take on the profile's own role is in no policy of ours.
      if (hint?.startsWith('The trust policy') === true) return hint;
      return `flow-cli policies ${POLICY[purpose]} prints what this command needs, for whoever gives rights in the account.`;
    case 'AWS_CREDENTIALS_EXPIRED':
      return hint?.replace('aws sso login', signIn);
    case 'AWS_NO_CREDENTIALS':
      return profile === undefined
        ? hint
        : `The profile ${profile} gives none. Sign in (${signIn}), or name another one: aws configure list-profiles lists them.`;
    default:
      return hint;
  }
}

const POLICY: { readonly [purpose in Purpose]: string } = {
  bootstrap: '--for bootstrap',
  deployer: 'FILE --for deployer',
  doctor: '--for doctor',
  operator: 'FILE --for operator',
};
