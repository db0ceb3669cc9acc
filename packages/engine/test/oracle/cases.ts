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
  };
  readonly mocks: { readonly taskTrace: readonly Trace[] };
  readonly expect: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
  };
  readonly wildcards: readonly string[];
  readonly history: readonly Recorded[];
  readonly historyOrder: 'total' | 'concurrent' | 'ids-erased';
}

/** A task that ran. */
export interface Trace {
  readonly state: string;
  readonly input: Json;
  readonly submitted?: Json;
  readonly outcome: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
  } | null;
}

/** An event of the recorded history. */
export interface Recorded {
  readonly id: number | null;
  readonly prev: number;
  readonly type: string;
  readonly details?: { readonly error?: string; readonly cause?: string } | null;
}

const FOLDER = new URL('../../../../../shared/oracle/', import.meta.url);

/** Whether the recordings are on this machine. */
export const hasOracle: boolean = existsSync(fileURLToPath(FOLDER));

/** The recorded executions of a file. */
export function casesOf(file: string): readonly Case[] {
  return readFileSync(fileURLToPath(new URL(file, FOLDER)), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);
}
