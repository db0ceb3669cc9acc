import type { Json } from '@flowmap/asl/language';
import { start as interpret, type Outcome, type Ports } from '@flowmap/engine';
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
  readonly uuid: () => string;
  /** What the engine meets of the world; nothing of an EXPRESS execution is recorded. */
  expressPorts(): Ports;
  readonly report: (error: unknown) => void;
}

/** Executions of EXPRESS state machines: not recorded, not listed, and gone with the process, as no log keeps them here. */
export interface Express {
  /** Starts one and forgets it. */
  start(start: Start): { readonly arn: string; readonly started: number };
  /** Runs one to its end and gives the answer of StartSyncExecution. */
  run(start: Start, withData: boolean): Promise<object>;
}

/** Memory that a small execution is billed for, in MB. Source: Step Functions pricing. */
const BILLED_MB = 64;
/** Durations are billed in steps of so many milliseconds. */
const BILLED_STEP = 100;

/** Runs EXPRESS executions. */
export function expressOf(host: ExpressHost): Express {
  const { home, now, uuid } = host;

  const begin = ({
    found,
    name,
    input,
  }: Start): {
    readonly arn: string;
    readonly machine: string;
    readonly started: number;
    readonly outcome: Promise<Outcome>;
  } => {
    const value: Json = parseInput(input);
    const { machine, version } = routed(found, host.random());
    const { definition, role } = version?.revision ?? machine.current;
    const arn = `arn:aws:states:${home.region}:${home.account}:express:${machine.name}:${name}:${uuid()}`;
    const options = {
      name,
      machine: machine.name,
      type: 'EXPRESS' as const,
      account: home.account,
      region: home.region,
      role,
      quotas: host.quotas,
    };
    const outcome = host.definitions
      .parsed(definition)
      .then((parsed) => interpret(parsed, value, host.expressPorts(), options).outcome);
    return { arn, machine: machine.arn, started: now(), outcome };
  };

  return {
    start(start) {
      const { arn, started, outcome } = begin(start);
      outcome.catch((error: unknown) => host.report(error));
      return { arn, started };
    },
    async run(start, withData) {
      const { arn, machine, started, outcome } = begin(start);
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

function endingOf(ended: Outcome, withData: boolean): object {
  if (ended.status === 'SUCCEEDED') {
    return { ...(withData && { output: JSON.stringify(ended.output) }), outputDetails: { included: withData } };
  }
  const { error, cause } = ended;
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
