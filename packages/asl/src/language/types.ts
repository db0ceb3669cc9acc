/** A value that JSON can hold. The language package stands alone, so it has its own copy of this type. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSONata expression without the `{% %}` around it. */
export type Expression = string;

/** JSON in which every string of the form `{% expression %}` is evaluated. */
export type Template = Json;

/** When and how often a failed state is tried again. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** Seconds before the first retry, at least 1. Default 1. */
  readonly IntervalSeconds?: number;
  /** Retries, not counting the first attempt. Default 3; 0 never retries. */
  readonly MaxAttempts?: number;
  /** Default 2. At least 1. */
  readonly BackoffRate?: number;
  /** Longest wait in seconds. */
  readonly MaxDelaySeconds?: number;
  /** Default NONE. FULL draws each wait from 0 to its full length. */
  readonly JitterStrategy?: 'FULL' | 'NONE';
  readonly Comment?: string;
}

/** Where to go when a state has failed for good. */
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Template;
  readonly Output?: Template;
  /** JSONPath only. */
  readonly ResultPath?: string | null;
  readonly Comment?: string;
}

/** What the service reads itself and hands out as items. */
export interface ItemReader {
  readonly Resource: string;
  readonly ReaderConfig?: Template;
  readonly Arguments?: Template;
  /** JSONPath only. */
  readonly Parameters?: Template;
}

/** States by name. */
export interface States {
  readonly [name: string]: State;
}

/** The states that a Map runs for each item. */
export interface ItemProcessor {
  readonly ProcessorConfig?: {
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
  };
  readonly StartAt: string;
  readonly States: States;
  readonly Comment?: string;
}

/** What every state may have. */
export interface StateBase {
  readonly Comment?: string;
  readonly QueryLanguage?: 'JSONata' | 'JSONPath';
  readonly Next?: string;
  readonly End?: boolean;
  readonly Output?: Template;
  readonly Assign?: Template;
  /** The following are JSONPath's. */
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  readonly ResultPath?: string | null;
  readonly ResultSelector?: Template;
  readonly Parameters?: Template;
}

/** Calls a service. */
export interface TaskState extends StateBase {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: Template;
  readonly Credentials?: Template;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  /** Seconds, at most 99,999,999, or an expression. */
  readonly TimeoutSeconds?: number | string;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number | string;
  readonly HeartbeatSecondsPath?: string;
}

/** Runs states for each item. */
export interface MapState extends StateBase {
  readonly Type: 'Map';
  readonly Items?: Template;
  readonly ItemsPath?: string;
  readonly ItemReader?: ItemReader;
  readonly ItemSelector?: Template;
  readonly ItemBatcher?: Template;
  readonly ItemProcessor?: ItemProcessor;
  /** The deprecated name of ItemProcessor. */
  readonly Iterator?: ItemProcessor;
  readonly MaxConcurrency?: number | string;
  readonly MaxConcurrencyPath?: string;
  /** At most 40 characters, unique in the definition. DISTRIBUTED only. */
  readonly Label?: string;
  readonly ToleratedFailurePercentage?: number | string;
  readonly ToleratedFailurePercentagePath?: string;
  readonly ToleratedFailureCount?: number | string;
  readonly ToleratedFailureCountPath?: string;
  readonly ResultWriter?: Template;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** Runs branches side by side. */
export interface ParallelState extends StateBase {
  readonly Type: 'Parallel';
  readonly Arguments?: Template;
  readonly Branches: readonly { readonly StartAt: string; readonly States: States; readonly Comment?: string }[];
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** One rule of a Choice. JSONPath's comparison operators are further properties. */
export interface ChoiceRule {
  readonly Condition?: string | boolean;
  readonly Next?: string;
  readonly Assign?: Template;
  readonly Output?: Template;
  readonly Comment?: string;
  readonly [operator: string]: unknown;
}

/** Goes to the state of the first rule that holds. */
export interface ChoiceState extends StateBase {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

/** Shapes data. */
export interface PassState extends StateBase {
  readonly Type: 'Pass';
  readonly Result?: Json;
}

/** Waits. */
export interface WaitState extends StateBase {
  readonly Type: 'Wait';
  readonly Seconds?: number | string;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

/** Ends its machine or branch well. */
export interface SucceedState extends StateBase {
  readonly Type: 'Succeed';
}

/** Ends its machine or branch with an error. */
export interface FailState extends StateBase {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

/** A state of the Amazon States Language. */
export type State =
  TaskState | MapState | ParallelState | ChoiceState | PassState | WaitState | SucceedState | FailState;

/** A state that can lead on to another and shape its output: what a fragment may end with. */
export type OpenState = TaskState | MapState | ParallelState | PassState;

/** A definition. */
export interface StateMachine {
  readonly Comment?: string;
  readonly Version?: string;
  readonly QueryLanguage?: 'JSONata' | 'JSONPath';
  readonly StartAt: string;
  readonly States: States;
  readonly TimeoutSeconds?: number;
}
