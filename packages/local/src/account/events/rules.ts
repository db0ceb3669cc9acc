import { arnOf } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import type { World } from '../world.js';
import type { Rule } from './rule-record.js';

/** The rules of an account's default bus. */
export interface Rules {
  readonly byName: Map<string, Rule>;
  arn(name: string): string;
  /** Throws `ResourceNotFoundException`. */
  get(name: string, bus: string | undefined): Rule;
  /** Refuses a bus that does not exist. */
  checkBus(bus: string | undefined): void;
}

/** No rules yet. */
export function noRules({ home }: World): Rules {
  const byName = new Map<string, Rule>();
  const checkBus = (bus = 'default'): void => {
    if (bus === 'default' || bus === arnOf(home, 'events', 'event-bus/default')) return;
    throw missing(`Event bus ${bus} does not exist.`);
  };
  return {
    byName,
    arn: (name) => arnOf(home, 'events', `rule/${name}`),
    checkBus,
    get(name, bus) {
      checkBus(bus);
      const rule = byName.get(name);
      if (rule === undefined) throw missing(`Rule ${name} does not exist on EventBus default.`);
      return rule;
    },
  };
}

/** `ResourceNotFoundException` */
export function missing(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

/** `ValidationException` */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
