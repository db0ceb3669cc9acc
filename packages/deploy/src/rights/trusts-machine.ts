import type { Target } from '@flowmap/asl';
import type { Json, JsonObject } from '@flowmap/graph';
import { machineArn } from '../kinds/state-machine.js';
import { covers, overlaps } from './pattern.js';

/** A trust policy as an account may have it. */
export interface TrustDocument {
  readonly Statement: TrustStatement | readonly TrustStatement[];
}

/** A statement of it. */
export interface TrustStatement {
  readonly Effect: string;
  readonly Principal?: string | { readonly [kind: string]: string | readonly string[] };
  readonly NotPrincipal?: Json;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: JsonObject;
}

/** The service that runs state machines. */
const SERVICE = 'states.amazonaws.com';

/**
 * Whether a trust policy lets Step Functions take on the role for a state machine. `unjudged` where it hangs on what is not judged here:
 * conditions on anything but the account and the machine that ask, NotPrincipal, NotAction.
 */
export function trustsMachine({ Statement: given }: TrustDocument, target: Target): 'yes' | 'no' | 'unjudged' {
  const statements = Array.isArray(given) ? (given as readonly TrustStatement[]) : [given as TrustStatement];
  const answers = (effect: string): readonly Answer[] =>
    statements.filter(({ Effect }) => Effect === effect).map((statement) => holds(statement, target));
  const [denied, allowed] = [answers('Deny'), answers('Allow')];
  if (denied.includes('yes')) return 'no';
  if (!allowed.includes('yes')) return allowed.includes('unjudged') ? 'unjudged' : 'no';
  return denied.includes('unjudged') ? 'unjudged' : 'yes';
}

type Answer = 'yes' | 'no' | 'unjudged';

/** Whether a statement is about Step Functions taking on the role for the machine. */
function holds(statement: TrustStatement, target: Target): Answer {
  const { Principal: principal, Action: action, Condition: condition = {} } = statement;
  if (statement.NotPrincipal !== undefined || statement.NotAction !== undefined) return 'unjudged';
  if (!list(action).some((one) => covers(one.toLowerCase(), 'sts:assumerole'))) return 'no';
  if (!isService(principal, target.region)) return 'no';
  const answers = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys as JsonObject).map(([key, values]) => meets(operator, key, values, target)),
  );
  if (answers.includes('no')) return 'no';
  return answers.includes('unjudged') ? 'unjudged' : 'yes';
}

function isService(principal: TrustStatement['Principal'], region: string): boolean {
  if (typeof principal === 'string') return principal === '*';
  const services = list(principal?.['Service']);
  return services.includes(SERVICE) || services.includes(`states.${region}.amazonaws.com`) || services.includes('*');
}

const EXACT = ['stringequals'];
const WITH_WILDCARDS = ['stringlike', 'arnequals', 'arnlike'];

function meets(operator: string, key: string, values: Json, target: Target): Answer {
  const { account } = target;
  const wanted = list(values as string | readonly string[]);
  const known: { readonly [key: string]: string } = {
    'aws:sourceaccount': account,
    'aws:sourcearn': machineArn(target, target.machine),
  };
  const actual = known[key.toLowerCase()];
  const name = operator.toLowerCase();
  if (actual === undefined || wanted.some((value) => value.includes('${'))) return 'unjudged';
  if (EXACT.includes(name)) return wanted.includes(actual) ? 'yes' : 'no';
  if (!WITH_WILDCARDS.includes(name)) return 'unjudged';
  return wanted.some((value) => overlaps(value, actual)) ? 'yes' : 'no';
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
