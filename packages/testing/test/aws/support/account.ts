import { afterEach } from '@jest/globals';
import { awsAccount, type AwsAccount, type AwsAccountOptions } from '@flowmap/testing';

/** When the tests' accounts begin. */
export const START = new Date('2026-03-01T12:00:00Z');

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** An account that ends with the test, and its clock. */
export async function account(
  options: Partial<AwsAccountOptions> = {},
): Promise<AwsAccount & { readonly clock: { at: Date } }> {
  const clock = { at: START };
  const made = await awsAccount({ now: () => clock.at, ...options });
  open.push(made);
  return Object.assign(made, { clock });
}

/** A client that ends with the test and does not try again, unless it is told so. */
export function client<C extends { destroy(): void }>(
  make: new (settings: never) => C,
  { clientConfig }: AwsAccount,
  settings: object = {},
): C {
  const made = new make({ ...clientConfig, maxAttempts: 1, ...settings } as never);
  open.push({ close: () => made.destroy() });
  return made;
}

/** The error that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<Error & { $metadata?: { httpStatusCode?: number } }> {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
}

/** A trust policy for a service. */
export const trusting = (principal: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

/** A policy of rights. */
export const allowing = (actions: readonly string[], resource: string | readonly string[] = '*'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] });
