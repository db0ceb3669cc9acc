/** What running states takes. Counts without money. */
export interface Usage {
  /** History events in the execution that holds the states. */
  readonly events: number;
  /** State transitions that are billed, those of child executions included. */
  readonly transitions: number;
  /** Child executions. */
  readonly executions: number;
  /** Of these, EXPRESS ones. */
  readonly express: number;
  readonly mapRuns: number;
  /** Map Runs that may be open at once. */
  readonly openMapRuns: number;
  /** Events in the longest history of a child execution, its own start and end included. */
  readonly childEvents: number;
  /** Requests that the states make, by API as a Resource names it: `dynamodb:putItem`, `lambda:invoke`. */
  readonly requests: { readonly [api: string]: number };
  /** Requests that the tasks make to the stores. */
  readonly stores: StoreRequests;
  /** Objects that each hold the outcomes of a range of items. */
  readonly packs: number;
  /** Bytes of the largest input, output or result of a state. */
  readonly stateDataBytes: number;
  /** Least time in seconds, by the rate at which the service starts children. What the code of the steps takes comes on top. */
  readonly seconds: number;
}

/** Requests to the object store and the metadata store, as the services bill them. */
export interface StoreRequests {
  /** GET of an object or of a part of one. */
  readonly gets: number;
  readonly puts: number;
  /** LIST, one for each 1,000 keys. */
  readonly lists: number;
  /** Reads of an item of the metadata table. */
  readonly reads: number;
  /** Writes of an item of the metadata table. */
  readonly writes: number;
}
