import {
  AwsError,
  type Callers,
  credentialScope,
  type CredentialScope,
  type Home,
  type Received,
  type Receiver,
  refused,
  type WireAnswer,
  type WireRequest,
} from '@flowmap/local/account';
import type { DeniedAction } from '../access/denied-action.js';
import { admitted, authorise } from '../access/refuse-caller.js';
import type { AwsCall, Fault, FaultOf, ServiceRefusal } from '../call.js';

/** What a test changes about an account while it runs. */
export interface Mood {
  denied: readonly DeniedAction[];
  expired: boolean;
  faultOf: FaultOf | undefined;
  /** Whether all connections are cut. */
  dead: boolean;
}

/** Where all requests arrive. */
export interface FrontDesk {
  readonly home: Home;
  readonly now: () => Date;
  readonly callers: Callers;
  readonly receivers: readonly Receiver[];
  readonly mood: Mood;
  /** In the order of arrival. */
  readonly calls: AwsCall[];
  readonly onKill: () => void;
}

/** Answers a request, or cuts its connection: undefined. */
export async function answerRequest(desk: FrontDesk, request: WireRequest): Promise<WireAnswer | undefined> {
  const { mood } = desk;
  if (mood.dead) return undefined;
  const scope = credentialScope(request);
  const receiver = desk.receivers.find(({ name }) => name === scope?.service);
  if (scope === undefined || receiver === undefined) return unaddressed(scope);
  const received = receive(receiver, request);
  const call: AwsCall = {
    service: receiver.name,
    ...(received instanceof AwsError
      ? { action: 'unknown', resource: '*', input: {} }
      : { action: received.action, resource: received.resource, input: received.input }),
    accessKeyId: scope.accessKeyId,
  };
  desk.calls.push(call);
  const fault = mood.faultOf?.(call);
  let answer: WireAnswer;
  let error: string | undefined;
  try {
    answer = await perform(desk, scope, receiver, received, fault);
    if (answer.status >= 400) error = errorCode(answer);
  } catch (thrown) {
    const known = thrown instanceof AwsError ? thrown : broken(thrown);
    error = known.code;
    answer = receiver.refuse(known);
  }
  if (fault === 'kill' || fault === 'lose-answer') error = fault;
  if (error !== undefined) Object.assign(call, { error });
  if (fault === 'kill') {
    mood.dead = true;
    desk.onKill();
  }
  // Whoever is stopped does not hear the answers to its other calls either.
  return fault === 'lose-answer' || mood.dead ? undefined : answer;
}

function receive(receiver: Receiver, request: WireRequest): Received | AwsError {
  try {
    return receiver.receive(request);
  } catch (error) {
    return error instanceof AwsError ? error : broken(error);
  }
}

async function perform(
  { home, now, callers, mood }: FrontDesk,
  scope: CredentialScope,
  { refusals, isGlobal }: Receiver,
  received: Received | AwsError,
  fault: Fault | ServiceRefusal | undefined,
): Promise<WireAnswer> {
  if (typeof fault === 'object') throw new AwsError(fault.code, fault.message, fault.status);
  if (fault === 'throttle') throw refused(refusals.throttled, 'Rate exceeded');
  if (fault === 'fail') throw refused(refusals.failed, 'An internal error occurred.');
  if (!isGlobal && scope.region !== home.region) {
    throw refused(refusals.scope, `Credential should be scoped to a valid region, not '${scope.region}'.`);
  }
  const caller = admitted(callers.get(scope.accessKeyId), scope.sessionToken, mood.expired, now(), refusals);
  if (received instanceof AwsError) throw received;
  authorise(caller, received.needed, mood.denied, refusals);
  return received.perform(caller);
}

/** A request that is signed for no service of the account, or not at all. */
function unaddressed(scope: CredentialScope | undefined): WireAnswer {
  const [code, message] =
    scope === undefined
      ? ['MissingAuthenticationToken', 'Request is missing Authentication Token']
      : ['NotImplementedByTheFake', `The fake account does not implement the service ${scope.service}`];
  return {
    status: scope === undefined ? 403 : 501,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}

/** The code of a refusal that came from elsewhere. */
function errorCode({ status, headers, body }: WireAnswer): string {
  const named = /"__type"\s*:\s*"(?:[^"#]*#)?([^"]+)"|<Code>([^<]+)<\/Code>/.exec(body.toString());
  return named?.[1] ?? named?.[2] ?? String(headers['x-amzn-errortype'] ?? status);
}

function broken(error: unknown): AwsError {
  return new AwsError('FakeIsBroken', error instanceof Error ? (error.stack ?? error.message) : String(error), 501);
}
