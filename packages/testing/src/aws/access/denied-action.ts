/** An action that callers may not do. */
export interface DeniedAction {
  /** `lambda:CreateFunction`, or with wildcards: `iam:*`. */
  readonly action: string;
  /** An ARN, with wildcards. Default: all. */
  readonly resource?: string;
}
