import { DescribeJobQueuesCommand, type JobQueueDetail } from '@aws-sdk/client-batch';
import type { AccountToExamine } from './account-to-examine.js';
import { error, examined, type Finding, ok, warning } from './finding.js';

const ABOUT = 'queue';

/** Looks at the job queues that flows use: that each is there and takes jobs. One call, none without queues. */
export async function examineQueues({ site, queues = [] }: AccountToExamine): Promise<readonly Finding[]> {
  if (queues.length === 0) return [];
  return examined(ABOUT, `The queues ${queues.join(', ')}`, async () => {
    const asked = new DescribeJobQueuesCommand({ jobQueues: [...new Set(queues)] });
    const { jobQueues: found = [] } = await site.aws.batch.send(asked);
    return [...new Set(queues)].map((queue) =>
      examineQueue(
        queue,
        found.find(({ jobQueueName, jobQueueArn }) => jobQueueName === queue || jobQueueArn === queue),
      ),
    );
  });
}

function examineQueue(queue: string, found: JobQueueDetail | undefined): Finding {
  if (!found) {
    const hint = 'Name one that is there in flowmap.config.ts, or make it: flow-cli bootstrap --batch.';
    return error(ABOUT, `There is no job queue ${queue}.`, hint);
  }
  const { status, statusReason, state } = found;
  if (state !== 'ENABLED') return error(ABOUT, `The job queue ${queue} is disabled.`, 'Enable it in AWS Batch.');
  if (status === 'VALID') return ok(ABOUT, `The job queue ${queue} takes jobs.`);
  if (status === 'CREATING' || status === 'UPDATING') {
    return warning(ABOUT, `The job queue ${queue} is not ready yet: ${status}.`, 'Look again in a minute.');
  }
  const why = statusReason === undefined ? '' : ` (${statusReason})`;
  return error(ABOUT, `The job queue ${queue} is ${status}${why}.`, 'Look at its compute environment in AWS Batch.');
}
