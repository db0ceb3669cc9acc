import { matches, matchesAction } from './wildcard.js';

/** A policy that was checked when it was put. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly PolicyStatement[] | PolicyStatement;
}

/** A statement of a policy. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What policies say about an action. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** The statements that fit an action on a resource. Conditions count as met. */
export function decide(
  policies: readonly PolicyDocument[],
  action: string,
  resource: string,
): { readonly decision: Decision; readonly statements: readonly PolicyStatement[] } {
  const fitting = policies.flatMap(statementsOf).filter((statement) => fits(statement, action, resource));
  const denying = fitting.filter(({ Effect: effect }) => effect === 'Deny');
  if (denying.length > 0) return { decision: 'explicitDeny', statements: denying };
  return { decision: fitting.length > 0 ? 'allowed' : 'implicitDeny', statements: fitting };
}

/** The statements of a policy, which may be one without a list around it. */
export function statementsOf({ Statement: statement }: PolicyDocument): readonly PolicyStatement[] {
  return listOf(statement);
}

/** One or many, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function fits(statement: PolicyStatement, action: string, resource: string): boolean {
  const isAction =
    statement.NotAction === undefined
      ? listOf(statement.Action).some((pattern) => matchesAction(pattern, action))
      : !listOf(statement.NotAction).some((pattern) => matchesAction(pattern, action));
  const isResource =
    statement.NotResource === undefined
      ? listOf(statement.Resource).some((pattern) => matches(pattern, resource))
      : !listOf(statement.NotResource).some((pattern) => matches(pattern, resource));
  return isAction && isResource;
}
