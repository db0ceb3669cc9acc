import type { PolicyStatement, Target } from '@flowmap/asl';

/** What submitting a job and waiting for it needs. Source: AWS Step Functions developer guide, "IAM policies for calling AWS Batch". */
export function policies(
  queue: string,
  definition: string,
  { partition, region, account }: Target,
): readonly PolicyStatement[] {
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  return [
    {
      Action: ['batch:SubmitJob'],
      Resource: [
        queue.startsWith('arn:') ? queue : arn('batch', `job-queue/${queue}`),
        arn('batch', `job-definition/${definition}`),
        arn('batch', `job-definition/${definition}:*`),
      ],
    },
    // These two know no resources.
    { Action: ['batch:DescribeJobs', 'batch:TerminateJob'], Resource: ['*'] },
    {
      Action: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      Resource: [arn('events', 'rule/StepFunctionsGetEventsForBatchJobsRule')],
    },
  ];
}
