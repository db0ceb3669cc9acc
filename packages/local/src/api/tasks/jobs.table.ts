import type { Json } from '@flowmap/asl/language';

type Fields = Readonly<Record<string, Json>>;

/** How `.sync` waits for a job of a service: which API it asks, and what the answer means. */
export interface Job {
  /** The action that tells how the job is, and its arguments from the answer to the first call. */
  readonly poll: string;
  readonly pollArguments: (submitted: Fields, given: Fields) => Json;
  /** The job itself in the poll's answer: what the task gives. */
  readonly result: (answer: Fields) => Json | undefined;
  readonly isDone: (job: Fields) => boolean;
  readonly isGood: (job: Fields) => boolean;
}

/**
 * The jobs that can be waited for, by `service:action`. Source: developer guide, "Integrating services", and each service's API reference.
 */
export const JOBS: Readonly<Record<string, Job>> = {
  'athena:startQueryExecution': {
    poll: 'getQueryExecution',
    pollArguments: (submitted) => ({ QueryExecutionId: submitted['QueryExecutionId'] ?? null }),
    result: (answer) => answer,
    isDone: (answer) => isOneOf(athenaState(answer), 'SUCCEEDED', 'FAILED', 'CANCELLED'),
    isGood: (answer) => athenaState(answer) === 'SUCCEEDED',
  },
  'batch:submitJob': {
    poll: 'describeJobs',
    pollArguments: (submitted) => ({ Jobs: [submitted['JobId'] ?? null] }),
    result: (answer) => first(answer['Jobs']),
    isDone: ({ Status }) => Status === 'SUCCEEDED' || Status === 'FAILED',
    isGood: ({ Status }) => Status === 'SUCCEEDED',
  },
  'codebuild:startBuild': {
    poll: 'batchGetBuilds',
    pollArguments: (submitted) => ({ Ids: [fields(submitted['Build'])['Id'] ?? null] }),
    result: (answer) => {
      const build = first(answer['Builds']);
      return build === undefined ? undefined : { Build: build };
    },
    isDone: ({ Build }) => fields(Build)['BuildStatus'] !== 'IN_PROGRESS',
    isGood: ({ Build }) => fields(Build)['BuildStatus'] === 'SUCCEEDED',
  },
  'ecs:runTask': {
    poll: 'describeTasks',
    pollArguments: (submitted, given) => ({
      Tasks: [fields(first(submitted['Tasks']))['TaskArn'] ?? null],
      ...(given['Cluster'] !== undefined && { Cluster: given['Cluster'] }),
    }),
    result: (answer) => first(answer['Tasks']),
    isDone: ({ LastStatus }) => LastStatus === 'STOPPED',
    isGood: ({ Containers }) => list(Containers).every((container) => fields(container)['ExitCode'] === 0),
  },
  'glue:startJobRun': {
    poll: 'getJobRun',
    pollArguments: (submitted, given) => ({ JobName: given['JobName'] ?? null, RunId: submitted['JobRunId'] ?? null }),
    result: (answer) => answer['JobRun'],
    isDone: ({ JobRunState }) => isOneOf(JobRunState, 'SUCCEEDED', 'FAILED', 'STOPPED', 'TIMEOUT', 'ERROR'),
    isGood: ({ JobRunState }) => JobRunState === 'SUCCEEDED',
  },
};

function athenaState(answer: Fields): Json | undefined {
  return fields(fields(answer['QueryExecution'])['Status'])['State'];
}

function isOneOf(value: Json | undefined, ...texts: readonly string[]): boolean {
  return typeof value === 'string' && texts.includes(value);
}

function fields(value: Json | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function first(value: Json | undefined): Json | undefined {
  return list(value)[0];
}
