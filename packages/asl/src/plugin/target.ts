/** Names that a definition and its policies use. They come from the configuration and are never looked up. */
export interface Target {
  /** The name under which the flow is deployed: the first part of every task address. */
  readonly deployment: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Name of the state machine. */
  readonly machine: string;
  /** Name of the DynamoDB table of the metadata store. */
  readonly table: string;
  /** Name of the bucket of artifacts. */
  readonly bucket: string;
  /** ARN of the customer's key that encrypts that bucket. Absent: it has none. */
  readonly key?: string;
  /** The hash of the bundle: a definition names the exact code. */
  readonly code: string;
}
