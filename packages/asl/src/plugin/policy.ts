import type { JsonObject } from '@flowmap/graph';

/** A right that states need, in the terms of an IAM policy. */
export interface PolicyStatement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: JsonObject;
}
