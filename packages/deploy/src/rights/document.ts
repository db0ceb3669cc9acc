import type { JsonObject } from '@flowmap/graph';

/** A policy document of IAM. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly DocumentStatement[];
}

/** A statement of a policy document, as we write it: lists are always lists. */
export interface DocumentStatement {
  /** What it is for, in letters and digits. */
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Who; of trust policies and policies of resources alone. */
  readonly Principal?: '*' | { readonly [type: string]: readonly string[] };
  readonly Action: readonly string[];
  /** On what; absent in a trust policy. */
  readonly Resource?: readonly string[];
  readonly Condition?: JsonObject;
}

/** A role: who may take it on, and what it may do then. */
export interface Role {
  readonly RoleName: string;
  readonly Description: string;
  readonly AssumeRolePolicyDocument: PolicyDocument;
  readonly PolicyDocument: PolicyDocument;
}

/** A policy document of these statements. */
export function policyDocument(statements: readonly DocumentStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** A document as IAM counts and takes it: without blanks. */
export function documentText(document: PolicyDocument): string {
  return JSON.stringify(document);
}
