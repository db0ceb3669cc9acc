import type { StepNode } from '@flowmap/graph';
import { report } from './definition.js';
import { secondsOf } from './duration.js';
import type { User } from './inputs.js';
import type { StepDefaults } from './options.js';

/** How a step runs: its own settings, and the flow's where it says nothing. */
export function settingsOf(
  user: User,
  own: StepDefaults,
): Pick<StepNode, 'resources' | 'retry' | 'timeoutSeconds' | 'env' | 'secrets'> {
  const { defaults } = user.definition;
  const retry = own.retry ?? defaults.retry;
  const resources = own.resources ?? defaults.resources;
  const timeout = takeSeconds(user, 'timeout', own.timeout ?? defaults.timeout);
  return {
    ...(resources ? { resources: { ...defaults.resources, ...own.resources } } : {}),
    ...(retry ? { retry: { ...defaults.retry, ...retry } } : {}),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(own.env || defaults.env ? { env: given({ ...defaults.env, ...own.env }) } : {}),
    ...(own.secrets || defaults.secrets ? { secrets: given({ ...defaults.secrets, ...own.secrets }) } : {}),
  };
}

/** What is undefined was not said: a step so takes back what the flow says. */
function given<T>(values: { readonly [name: string]: T | undefined }): { readonly [name: string]: T } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The seconds of an option that is a duration; what is none is reported. */
export function takeSeconds({ definition, at, place }: User, option: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const seconds = secondsOf(value);
  if (seconds === undefined) {
    const message = `${option} of ${at || 'the flow'} is no duration`;
    report(definition, { code: 'FLOW1106', at, message, hint: "Give seconds, or '30s', '5m', '2h', '1d'." }, place);
  }
  return seconds;
}
