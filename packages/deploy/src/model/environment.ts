/** The variables by which code that runs on AWS finds its deployment. */
export interface TaskEnvironment {
  /** The first part of every task address. */
  readonly FLOWMAP_DEPLOYMENT: string;
  /** The bucket of artifacts. */
  readonly FLOWMAP_BUCKET: string;
  /** The table of the metadata store. */
  readonly FLOWMAP_TABLE: string;
  /** The log group of the flow's tasks. */
  readonly FLOWMAP_LOG_GROUP: string;
}
