import type { Invocation } from '@flowmap/graph';
import type { StoredError } from '@flowmap/store';

/** What a service says of a failure. */
export type ServiceError = NonNullable<Invocation['error']>;

/**
 * The error behind what a service says. A function's Cause is JSON with errorType, errorMessage and trace; that of a job
 * describes the job; any other is taken as the message. A Cause that was cut off is read as far as it goes.
 */
export function decodeServiceError({ Error: name, Cause: cause }: ServiceError): StoredError {
  const described = parsed(cause);
  if (described) return fromFunction(name, described) ?? fromJob(name, described) ?? { name, message: cause };
  const message = /"errorMessage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(cause)?.[1];
  return { name, message: message === undefined ? cause : (JSON.parse(message) as string) };
}

/**
 * The error that a handler is given: what the failed task itself left behind where that is what the service means, since it is
 * complete; else what the service says. A job fails as `States.TaskFailed` whatever its code threw.
 */
export function handledError(service: ServiceError, left: StoredError | undefined): StoredError {
  const isMeant = left && (left.name === service.Error || service.Error === 'States.TaskFailed');
  return isMeant ? left : decodeServiceError(service);
}

interface Described {
  readonly [name: string]: unknown;
}

function parsed(cause: string): Described | undefined {
  try {
    const value = JSON.parse(cause) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Described) : undefined;
  } catch {
    // Plain text, or JSON that was cut off.
    return undefined;
  }
}

function fromFunction(name: string, described: Described): StoredError | undefined {
  const { errorType, errorMessage, trace, data } = described;
  if (typeof errorMessage !== 'string') return undefined;
  const stack = Array.isArray(trace) ? trace.join('\n') : trace;
  return {
    name: typeof errorType === 'string' && errorType !== '' ? errorType : name,
    message: errorMessage,
    ...(typeof stack === 'string' ? { stack } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

function fromJob(name: string, described: Described): StoredError | undefined {
  const container = described['Container'];
  const inner = typeof container === 'object' && container !== null ? (container as Described)['Reason'] : undefined;
  const reasons = [described['StatusReason'], inner].filter((reason) => typeof reason === 'string');
  return reasons.length > 0 ? { name, message: reasons.join(': ') } : undefined;
}
