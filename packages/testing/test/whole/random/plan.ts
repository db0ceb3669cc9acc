/** A flow as data that both the flow API and the direct evaluation are fed with. Every name is unique in the whole flow. */
export interface Plan {
  readonly nodes: readonly PlannedNode[];
  /** The node whose output is the result. */
  readonly result: string;
}

export type PlannedNode = PlannedStep | PlannedForeach | PlannedChoose;

/** A value by name: a node, the item of a foreach (`<its name>*`), or a parameter (`$list`, `$mode`). */
export interface Use {
  readonly name: string;
  readonly path: readonly string[];
}

export interface PlannedStep {
  readonly kind: 'step';
  readonly name: string;
  readonly uses: readonly Use[];
  readonly after: readonly string[];
  /** Fails for good for a third of its inputs. */
  readonly unlucky: boolean;
  readonly caught: boolean;
  /** Fails at the first attempt, and may have another. */
  readonly flaky: boolean;
  readonly onBatch: boolean;
}

export interface PlannedForeach {
  readonly kind: 'foreach';
  readonly name: string;
  readonly items: Use;
  readonly tolerate: { readonly count?: number; readonly percentage?: number } | undefined;
  /** Index of a strategy, or none of its own. */
  readonly strategy: number | undefined;
  readonly concurrency: number | undefined;
  readonly body: Plan;
}

export interface PlannedChoose {
  readonly kind: 'choose';
  readonly name: string;
  readonly by: Use;
  readonly cases: { readonly a: Plan; readonly b: Plan; readonly otherwise?: Plan };
}

/** What a name stands for, as far as it says how it can be used. */
export type Kind =
  | { readonly is: 'thing' }
  | { readonly is: 'number' }
  | { readonly is: 'row' }
  | { readonly is: 'key' }
  | { readonly is: 'numbers' }
  | { readonly is: 'collection'; readonly of: Kind }
  | { readonly is: 'other' };
