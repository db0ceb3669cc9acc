import type { Json } from '@flowmap/asl/language';
import { stepFunctionsError } from './service-answer.js';

/** What `states:startExecution` is asked for. */
export interface StartArguments {
  /** ARN of the state machine. */
  readonly machine: string;
  readonly input: Json;
  /** Undefined where it is to be made. */
  readonly name: string | undefined;
}

/** Reads the arguments. Without Input it is an empty object, as recorded; text is JSON. */
export function startArguments(given: Json): StartArguments {
  const { StateMachineArn: machine, Input: input = null, Name: name } = (given ?? {}) as Readonly<Record<string, Json>>;
  if (typeof machine !== 'string') throw stepFunctionsError('InvalidArn', `Invalid Arn: '${JSON.stringify(machine)}'`);
  return { machine, input: inputOf(input), name: typeof name === 'string' ? name : undefined };
}

function inputOf(input: Json): Json {
  if (input === null) return {};
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input) as Json;
  } catch {
    const sentence = `Invalid State Machine Execution Input: '${input}'`;
    throw stepFunctionsError('InvalidExecutionInput', sentence);
  }
}

/** Parts of the ARN of a state machine. */
export interface MachinePlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Without a version or an alias. */
  readonly arn: string;
}

/** Takes the ARN of a state machine, of one of its versions or of an alias apart; undefined for another text. */
export function machinePlace(arn: string): MachinePlace | undefined {
  const [whole, region = '', account = '', name = ''] = MACHINE.exec(arn) ?? [];
  return whole === undefined ? undefined : { account, region, name, arn: whole };
}

const MACHINE = /^arn:[^:]*:states:([^:]*):([^:]*):stateMachine:([^:]+)/;
