import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json, StateMachine } from '@flowmap/asl/language';

/** One recorded execution; see the README beside the recordings. */
export interface Case {
  readonly name: string;
  readonly stateMachineType: 'STANDARD' | 'EXPRESS';
  readonly definition: StateMachine;
  readonly input: Json;
  readonly context: {
    readonly accountId: string;
    readonly region: string;
    readonly stateMachineName: string;
    readonly executionName: string;
    readonly roleArn: string;
    /** ISO 8601: when the execution started. */
    readonly now: string;
  };
  readonly mocks: {
    readonly taskTrace: readonly Trace[];
    readonly lambdas: readonly { readonly arn: string; readonly name: string; readonly behaviour: string }[];
    readonly s3: readonly { readonly bucket: string; readonly key: string; readonly body: string }[];
    readonly sfnLocalMockConfig?: MockConfiguration;
  };
  readonly expect: Ending;
  readonly wildcards: readonly string[];
  /** Empty where the service keeps no history. */
  readonly history: readonly Recorded[];
  readonly historyOrder: 'total' | 'concurrent' | 'ids-erased' | 'none';
}

/** How an execution ended. */
export interface Ending {
  readonly status: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}

/** A task that ran. */
export interface Trace {
  /** Null where the recording has lost its event ids. */
  readonly state: string | null;
  readonly input: Json;
  readonly submitted?: Json;
  readonly outcome: Ending | null;
}

/** An event of the recorded history. */
export interface Recorded {
  readonly id: number | null;
  readonly prev: number;
  readonly type: string;
  readonly details?: { readonly [name: string]: Json } | null;
}

/** What some states answer, by attempt: `0` or `0-1`. */
export interface MockConfiguration {
  readonly StateMachines: Readonly<
    Record<string, { readonly TestCases: Readonly<Record<string, Record<string, string>>> }>
  >;
  readonly MockedResponses: Readonly<Record<string, Readonly<Record<string, { readonly Return: Json }>>>>;
}

/** A table of one comparison operator. */
export interface Table {
  readonly name: string;
  readonly rows: readonly { readonly definition: StateMachine; readonly input: Json; readonly expect: Ending }[];
}

const FOLDER = new URL('../../../../../shared/oracle/', import.meta.url);

/** Whether the recordings are on this machine. */
export const hasOracle: boolean = existsSync(fileURLToPath(FOLDER));

/** The recorded executions. */
export function recordedCases(): readonly Case[] {
  return ['asl-cases.jsonl', 'asl-cases-services.jsonl'].flatMap(casesOf);
}

/** The recorded executions of one file. */
export function casesOf(file: string): readonly Case[] {
  return linesOf(file).map(caseIn);
}

/** The recorded tables of comparison operators. */
export function recordedTables(): readonly Table[] {
  return linesOf('choice-tables.jsonl').map((line) => JSON.parse(line) as Table);
}

/**
 * The recordings have a word for the ARN of an activity, by which nobody could tell what it is, and one for the id that
 * the service gives to an EXPRESS execution.
 */
function caseIn(line: string): Case {
  const text = line
    .replaceAll('activity_arn', 'arn:aws:states:us-east-1:111111111111:activity:tested')
    .replaceAll('ExpressExecArn_Part2_0idx', '<id>');
  const none: Pick<Case, 'history' | 'historyOrder'> = { history: [], historyOrder: 'none' };
  return { ...none, ...(JSON.parse(text) as Omit<Case, keyof typeof none>) };
}

function linesOf(file: string): readonly string[] {
  const text = readFileSync(fileURLToPath(new URL(file, FOLDER)), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}
