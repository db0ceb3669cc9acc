import type { AccountToExamine } from './account-to-examine.js';
import { examineBucket } from './examine-bucket.js';
import { examineLambda } from './examine-lambda.js';
import { examineQueues } from './examine-queues.js';
import { examineTable } from './examine-table.js';
import { type Finding, ok } from './finding.js';

/**
 * Says how far an account is ready for flows: its bucket and table with their settings, the quotas of AWS Lambda, and queues of AWS Batch.
 * Each thing is looked at once, and nothing is changed. What cannot be looked at is a finding too.
 */
export async function examineAccount(account: AccountToExamine): Promise<readonly Finding[]> {
  const { site, caller } = account;
  return [
    ok('credentials', `You are ${caller} in the account ${site.account}, and work in ${site.region}.`),
    ...(await examineBucket(account)),
    ...(await examineTable(account)),
    ...(await examineLambda(account)),
    ...(await examineQueues(account)),
  ];
}
