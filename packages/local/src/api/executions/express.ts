import type { Json } from '@flowmap/asl/language';
import { start as interpret, type Outcome, type Ports, type Running } from '@flowmap/engine';
import { timestamp } from '../protocol/actions.js';
import type { Home } from '../protocol/arn.js';
import type { Definitions } from '../persistence/definitions.js';
import type { Start } from './executions.js';
import { parseInput } from './input.js';
import { routed } from './route.js';

/** What EXPRESS executions need of the server that they run in. */
export interface ExpressHost {
  readonly home: Home;
  readonly definitions: Definitions;
  readonly quotas: 'enforced' | 'off';
  readonly now: () => number;
  readonly random: () => number;
  /** What the engine meets of the world; nothing of an EXPRESS execution is recorded. */
  expressPorts(): Ports;
  readonly report: (error: unknown) => void;
}

/** Executions of EXPRESS state machines: not recorded, not listed, and gone with the process, as no log keeps them here. */
export interface Express {
  /** Starts one and forgets it. */
  start(start: Start): Promise<{ readonly arn: string; readonly started: number }>;
  /** Runs one to its end and gives the answer of StartSyncExecution. */
  run(start: Start, withData: boolean): Promise<object>;
}

/** Memory that a small execution is billed for, in MB. Source: Step Functions pricing. */
const BILLED_MB = 64;
/** Durations are billed in steps of so many milliseconds. */
const BILLED_STEP = 100;

/** Runs EXPRESS executions. */
export function expressOf(host: ExpressHost): Express {
  const { home, now } = host;

  const begin = async ({ found, name, input }: Start): Promise<Begun> => {
    const value: Json = parseInput(input);
    const { machine, version } = routed(found, host.random());
    const { definition, role } = version?.revision ?? machine.current;
    const started = now();
    const running = interpret(await host.definitions.parsed(definition), value, host.expressPorts(), {
      name,
      machine: machine.name,
      type: 'EXPRESS',
      account: home.account,
      region: home.region,
      role,
      quotas: host.quotas,
    });
    return { arn: await arnOf(running), machine: machine.arn, started, outcome: running.outcome };
  };

  return {
    async start(start) {
      const { arn, started, outcome } = await begin(start);
      outcome.catch((error: unknown) => host.report(error));
      return { arn, started };
    },
    async run(start, withData) {
      const { arn, machine, started, outcome } = await begin(start);
      const ended = await outcome;
      const stopped = now();
      return {
        executionArn: arn,
        stateMachineArn: machine,
        name: start.name,
        startDate: timestamp(started),
        stopDate: timestamp(stopped),
        status: ended.status,
        ...(withData && { input: start.input }),
        inputDetails: { included: withData },
        ...endingOf(ended, withData),
        ...(start.traceHeader !== undefined && { traceHeader: start.traceHeader }),
        billingDetails: {
          billedMemoryUsedInMB: BILLED_MB,
          billedDurationInMilliseconds: Math.max(1, Math.ceil((stopped - started) / BILLED_STEP)) * BILLED_STEP,
        },
      };
    },
  };
}

interface Begun {
  readonly arn: string;
  readonly machine: string;
  readonly started: number;
  readonly outcome: Promise<Outcome>;
}

/** The ARN of an execution, from its first event: it ends with an id that nobody knows before. */
async function arnOf(running: Running): Promise<string> {
  for await (const { execution } of running.events()) return execution;
  throw new Error('an execution has ended without an event');
}

function endingOf(ended: Outcome, withData: boolean): object {
  if (ended.status === 'SUCCEEDED') {
    return { ...(withData && { output: JSON.stringify(ended.output) }), outputDetails: { included: withData } };
  }
  const { error, cause } = ended;
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
