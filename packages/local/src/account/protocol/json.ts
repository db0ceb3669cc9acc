import { AwsError } from './aws-error.js';
import type { Protocol, Refusals } from './service.js';
import type { WireAnswer } from '../server/wire.js';

/** AWS JSON: the action in `X-Amz-Target`, everything else in the body; times are seconds. */
export function awsJson(version: '1.0' | '1.1', targetPrefix: string): Protocol {
  const send = (status: number, body: unknown): WireAnswer => ({
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: jsonText(body),
  });
  return {
    read({ method, headers, body }) {
      const target = headers['x-amz-target'];
      if (method !== 'POST' || typeof target !== 'string' || !target.startsWith(`${targetPrefix}.`)) return undefined;
      return { action: target.slice(targetPrefix.length + 1), input: parsed(body), loose: false };
    },
    answer: (_action, output) => send(200, output ?? {}),
    refuse: (error) => send(error.status, errorBody(error)),
  };
}

/** The codes of AWS JSON. */
export const JSON_REFUSALS: Refusals = {
  denied: ['AccessDeniedException', 400],
  expired: ['ExpiredTokenException', 400],
  unknownKey: ['UnrecognizedClientException', 400],
  scope: ['InvalidSignatureException', 400],
  throttled: ['ThrottlingException', 400],
  failed: ['InternalFailure', 500],
  invalid: ['ValidationException', 400],
};

/** The value of a body, which may be empty. Throws `SerializationException`. */
export function parsed(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as unknown);
  } catch (error) {
    throw new AwsError('SerializationException', `The request is no JSON: ${(error as Error).message}`);
  }
}

/** JSON in which a time is seconds since the epoch. */
export function jsonText(value: unknown): string {
  return JSON.stringify(withSeconds(value));
}

function withSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withSeconds(one)]));
}

function errorBody({ code, message, members }: AwsError): object {
  return { __type: code, message, ...members };
}
