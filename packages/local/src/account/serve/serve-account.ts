import { type LocalServer, type LocalServerOptions, serveWith } from '../../api/serve-local.js';
import { openAccountDesk } from './account-desk.js';

/**
 * Serves an AWS account on this machine, with all that is kept below `root`: Step Functions as `serveLocal` does, and at the same address
 * S3, DynamoDB, IAM, STS, AWS Lambda, AWS Batch, CloudWatch Logs, EventBridge and its Scheduler, Secrets Manager and Parameter Store.
 * Functions and jobs run as processes of this machine; rules and schedules start nothing. Whoever comes may do everything. Throws what
 * `serveLocal` throws, and `JOURNAL_DAMAGED`.
 */
export function serveAccount(options: LocalServerOptions): Promise<LocalServer> {
  return serveWith(options, openAccountDesk);
}
