/** A rule as it is kept. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  state: 'ENABLED' | 'DISABLED';
  /** Pattern, expression, description, role: an update replaces them all. */
  settings: Readonly<Record<string, unknown>>;
  readonly targets: Map<string, Target>;
  readonly tags: Map<string, string>;
}

/** Where the events of a rule go. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputTemplate: string };
}
