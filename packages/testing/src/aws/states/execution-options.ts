/** What the executions of an account need. */
export interface ExecutionOptions {
  /** Folder whose `node_modules` has the clients of the AWS SDK that tasks call with. Default: that of this package. */
  readonly project?: string;
  /** Where the services are that tasks call, in the variables of the AWS SDK: `AWS_ENDPOINT_URL_LAMBDA`. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}
