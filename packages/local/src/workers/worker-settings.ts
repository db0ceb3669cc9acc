/** What a worker process is told on its command line, as JSON. */
export interface WorkerSettings {
  /** URL of the bundle of the flow: a module whose default export is the flow. */
  readonly bundle: string;
  /** What the bundle expects on the global object, by the names of registered symbols. */
  readonly globals: { readonly [symbol: string]: string };
  /** Folder of the objects. */
  readonly objects: string;
  readonly deployment: string;
}
