/** What TestState is asked. Fields, names and texts are those of the API, so that a request to the service is one to this. */
export interface TestStateRequest {
  /** JSON of one state, or of a whole machine: then `stateName` says which of its states, at any depth. */
  readonly definition: string;
  readonly stateName?: string | undefined;
  /** For the context object. A Task that is not mocked needs one. */
  readonly roleArn?: string | undefined;
  /** JSON. Default `{}`. */
  readonly input?: string | undefined;
  /** INFO, the default, gives no inspectionData. DEBUG and TRACE give the same. */
  readonly inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE' | undefined;
  /** Refused beside a mock; otherwise of no effect: nothing is left out of what is inspected. */
  readonly revealSecrets?: boolean | undefined;
  /** JSON of an object: variables by name. */
  readonly variables?: string | undefined;
  /** JSON of the context object, taken as it is. Only beside a mock. Default: one that names this test. */
  readonly context?: string | undefined;
  /** What the work of a Task, Map or Parallel gives; a Map, a Parallel and a Task that waits need it. */
  readonly mock?: Mock | undefined;
  readonly stateConfiguration?: StateConfiguration | undefined;
}

/** A result or an error in place of a state's work. */
export interface Mock {
  /** JSON: of a Task's answer, of a Map's whole result, or of a list with one result for each branch of a Parallel. */
  readonly result?: string | undefined;
  readonly errorOutput?: { readonly error?: string | undefined; readonly cause?: string | undefined } | undefined;
  /** How the result is held against what the service is known to answer. Default STRICT. */
  readonly fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE' | undefined;
}

/** What has happened in the state before. */
export interface StateConfiguration {
  /** Retries that the retrier which applies has made. Default 0. */
  readonly retrierRetryCount?: number | undefined;
  /** Name of the state in a Map or Parallel that the mocked error comes from. */
  readonly errorCausedByState?: string | undefined;
  /** Iterations of a Map that have failed. Default 0. */
  readonly mapIterationFailureCount?: number | undefined;
  /** What the ItemReader of a Map reads, as it stands in the object; for a listing, JSON of the list. */
  readonly mapItemReaderData?: string | undefined;
}

/** What a state did: as the API answers. JSON is text. */
export interface TestStateResult {
  /** RETRIABLE: a retrier would try again. CAUGHT_ERROR: a catcher goes on with `nextState`. */
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData?: InspectionData;
}

/** The steps of a state's data flow, each as JSON; a step that was not reached, or that is not for this state, is not there. */
export interface InspectionData {
  readonly input?: string;
  readonly afterInputPath?: string;
  readonly afterParameters?: string;
  readonly afterArguments?: string;
  readonly result?: string;
  readonly afterResultSelector?: string;
  readonly afterResultPath?: string;
  readonly afterItemsPath?: string;
  readonly afterItemsPointer?: string;
  readonly afterItemSelector?: string;
  readonly afterItemBatcher?: string;
  /** Variables after the state; only where there are any. */
  readonly variables?: string;
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
  readonly errorDetails?: ErrorDetails;
}

/** Which retrier and which catcher took an error, by their index. */
export interface ErrorDetails {
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
  readonly catchIndex?: number;
}

/** A request that TestState refuses, with the code of the API. */
export class TestStateRefusal extends Error {
  override readonly name = 'TestStateRefusal';
  readonly code: 'InvalidDefinition' | 'InvalidExecutionInput' | 'ValidationException';

  constructor(code: TestStateRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}
