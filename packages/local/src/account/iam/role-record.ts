import type { PolicyDocument } from '../access/policy.js';

/** A role as it is kept. */
export interface RoleRecord {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly created: Date;
  description: string | undefined;
  maxSessionDuration: number;
  trust: CheckedDocument;
  readonly inline: Map<string, CheckedDocument>;
  /** ARNs. */
  readonly attached: Set<string>;
  readonly tags: Map<string, string>;
  /** How often other services still do not see it. */
  unseen: number;
}

/** A document as it was given and as it was understood. */
export interface CheckedDocument {
  readonly text: string;
  readonly document: PolicyDocument;
}
