import type { PolicyStatement } from '@flowmap/asl';
import type { Json } from '@flowmap/graph';
import { conditionText } from './compact.js';
import { covers, overlaps } from './pattern.js';

/** A policy document as an account may have it: one statement or several, one action or several. */
export interface GrantedDocument {
  readonly Statement: GrantedStatement | readonly GrantedStatement[];
}

/** A statement of it. */
export interface GrantedStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Json;
}

/** A right that is needed and not surely granted. */
export interface MissingRight {
  readonly action: string;
  readonly resource: string;
  /**
   * `absent`: nothing allows it. `denied`: a statement denies at least a part of it. `unjudged`: whether it is allowed hangs on what is not
   * judged here: conditions, NotAction, NotResource, policy variables.
   */
  readonly why: 'absent' | 'denied' | 'unjudged';
  /** The Sid of the statement that denies it or cannot be judged, where it has one. */
  readonly statement?: string;
}

/**
 * What of the needed rights a role's policies do not allow, action by resource. A right is granted when one statement allows the
 * action on the whole of the resource, under no condition or under the very condition of the need. Permissions boundaries, policies
 * of an organisation and of the resources themselves are not seen.
 */
export function missingRights(
  needed: readonly PolicyStatement[],
  granted: readonly GrantedDocument[],
): readonly MissingRight[] {
  const statements = granted.flatMap(({ Statement: statement }) => list(statement));
  const missing = new Map<string, MissingRight>();
  for (const need of needed) {
    for (const action of need.Action) {
      for (const resource of need.Resource) {
        const found = judge({ action, resource, condition: conditionText(need) }, statements);
        if (found) missing.set(`${action} ${resource}`, found);
      }
    }
  }
  return [...missing.values()];
}

interface Need {
  readonly action: string;
  readonly resource: string;
  readonly condition: string;
}

function judge(need: Need, statements: readonly GrantedStatement[]): MissingRight | undefined {
  const { action, resource } = need;
  const told = (why: MissingRight['why'], by?: GrantedStatement): MissingRight => ({
    action,
    resource,
    why,
    ...(by?.Sid === undefined ? {} : { statement: by.Sid }),
  });
  const ofEffect = (effect: string) => statements.filter((statement) => statement.Effect === effect);
  const denying = ofEffect('Deny').filter((statement) => touches(statement, need));
  const denied = denying.find((statement) => isPlain(statement) && statement.Condition === undefined);
  if (denied) return told('denied', denied);
  const [doubtful] = denying;
  if (doubtful) return told('unjudged', doubtful);
  const allowing = ofEffect('Allow');
  if (allowing.some((statement) => grants(statement, need))) return undefined;
  const perhaps = allowing.find(
    (statement) => touches(statement, need) && (!isPlain(statement) || statement.Condition !== undefined),
  );
  return perhaps ? told('unjudged', perhaps) : told('absent');
}

function grants(statement: GrantedStatement, { action, resource, condition }: Need): boolean {
  return (
    isPlain(statement) &&
    (statement.Condition === undefined || conditionText(statement) === condition) &&
    list(statement.Action).some((allowed) => covers(allowed.toLowerCase(), action.toLowerCase())) &&
    list(statement.Resource).some((allowed) => covers(allowed, resource))
  );
}

/** Whether a statement can be about a part of the need. */
function touches(statement: GrantedStatement, { action, resource }: Need): boolean {
  const actions =
    statement.Action === undefined ||
    list(statement.Action).some((allowed) => overlaps(allowed.toLowerCase(), action.toLowerCase()));
  const resources =
    statement.Resource === undefined || list(statement.Resource).some((allowed) => overlaps(anyOf(allowed), resource));
  return actions && resources;
}

/** Whether a statement says with Action and Resource alone what it is about. */
function isPlain({ Action: action, Resource: resource }: GrantedStatement): boolean {
  return action !== undefined && resource !== undefined && !list(resource).some((text) => text.includes('${'));
}

/** A resource with a policy variable may be any that fits around it. */
function anyOf(resource: string): string {
  return resource.replaceAll(/\$\{[^}]*\}/gu, '*');
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
