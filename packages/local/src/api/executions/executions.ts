import { createHash } from 'node:crypto';
import type { Json } from '@flowmap/asl/language';
import { start, type HistoryEvent, type Outcome, type Ports, type Running } from '@flowmap/engine';
import { isFlowError } from '@flowmap/graph';
import { openJournal, type Journal } from '../../journal.js';
import { readJournal } from '../../read-journal.js';
import type { Definitions } from '../persistence/definitions.js';
import type { Records } from '../persistence/records.js';
import { ApiError } from '../protocol/api-error.js';
import { executionArn, type Home } from '../protocol/arn.js';
import type { FoundMachine } from '../state-machines/find-machine.js';
import type { Revision } from '../state-machines/machine-record.js';
import { folderOf, type ExecutionFiles } from './execution-files.js';
import type { ExecutionRecord } from './execution-record.js';
import { parseInput } from './input.js';
import { routed } from './route.js';
import type { Suspension } from './suspension.js';

/** What starts an execution. */
export interface Start {
  readonly found: FoundMachine;
  readonly name: string;
  readonly input: string;
  readonly traceHeader?: string;
}

/** What executions need of the server that they run in. */
export interface ExecutionHost {
  readonly home: Home;
  readonly definitions: Definitions;
  readonly suspension: Suspension;
  readonly quotas: 'enforced' | 'off';
  readonly now: () => number;
  readonly random: () => number;
  /** What the engine meets of the world for one execution; `record` keeps its events. */
  ports(record: ExecutionRecord, keep: (event: HistoryEvent) => Promise<void> | undefined): Ports;
  /** An execution has ended: what was kept for its tasks is of no use any more. */
  release(arn: string): Promise<void>;
  /** Says what nobody asks for: a disk that is full. */
  readonly report: (error: unknown) => void;
}

/** The executions of STANDARD state machines. */
export interface Executions {
  get(arn: string): ExecutionRecord | undefined;
  values(): Iterable<ExecutionRecord>;
  /** Starts an execution, or gives the one under way with the same name and input. Throws `ExecutionAlreadyExists`. */
  start(wanted: Start): Promise<ExecutionRecord>;
  /** Ends an execution as StopExecution does, and gives its record. One that has ended stays as it is. */
  stop(arn: string, error?: string, cause?: string): Promise<ExecutionRecord | undefined>;
  /** Goes on from the states that failed. */
  redrive(record: ExecutionRecord, token?: string): Promise<ExecutionRecord>;
  /** Resolves with the record of an execution when it has ended. */
  ended(arn: string): Promise<ExecutionRecord | undefined>;
  /** Ends all executions of a state machine. */
  endAllOf(machine: string): Promise<void>;
  /** Goes on with everything that was under way when the last server ended. */
  resume(): Promise<void>;
  /** Leaves everything as it is, for the next server. */
  suspend(): Promise<void>;
  readonly files: ExecutionFiles;
}

/** An execution that the engine runs. */
interface Live {
  readonly begun: Promise<Begun>;
  readonly ended: Promise<void>;
}

interface Begun {
  readonly running: Running;
  readonly journal: Journal;
  /** An error of the engine, with the name of the history that is to blame. */
  readonly fault: (error: unknown) => unknown;
}

/** Keeps and runs executions. */
export function executionsOf(
  host: ExecutionHost,
  records: Records<ExecutionRecord>,
  files: ExecutionFiles,
): Executions {
  const { definitions, home, now } = host;
  const live = new Map<string, Live>();

  /** `redrives`: whether to go on from the states that failed. */
  const drive = (record: ExecutionRecord, redrives: () => Promise<boolean> = () => Promise.resolve(false)): void => {
    const begun = redrives().then((redrive) => begin(record, redrive));
    const ended = begun
      .then(async ({ running, journal, fault }) => {
        const outcome = await running.outcome.catch((error: unknown) => {
          throw fault(error);
        });
        await journal.close();
        await finish(record.arn, outcome);
      })
      .catch((error: unknown) => fail(record.arn, error))
      .finally(() => {
        // A redrive may have begun meanwhile.
        if (live.get(record.arn) === entry) live.delete(record.arn);
      });
    const entry: Live = { begun, ended };
    live.set(record.arn, entry);
  };

  const begin = async (record: ExecutionRecord, redrive: boolean): Promise<Begun> => {
    const history = files.history(record.folder);
    const past = readJournal(history);
    const definition = await definitions.parsed(record.revision.definition);
    const input = JSON.parse((await files.read(record.folder, 'input')) ?? '{}') as Json;
    const journal = await openJournal(history);
    const running = start(
      definition,
      input,
      host.ports(record, (event) => journal.append(event)),
      {
        name: record.name,
        machine: record.machineName,
        account: home.account,
        region: home.region,
        role: record.revision.role,
        quotas: host.quotas,
        past,
        redrive,
      },
    );
    return { running, journal, fault: (error) => past.fault(error) };
  };

  const finish = async (arn: string, outcome: Outcome): Promise<void> => {
    const record = records.get(arn);
    if (record === undefined) return;
    await host.release(arn);
    const { error: _, cause: __, ...rest } = record;
    if (outcome.status === 'SUCCEEDED') {
      await files.write(record.folder, 'output', JSON.stringify(outcome.output));
      await records.set(arn, { ...rest, status: 'SUCCEEDED', stopped: now() });
    } else {
      const { status, error, cause } = outcome;
      const why = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
      await records.set(arn, { ...rest, ...why, status, stopped: now() });
    }
  };

  /** What cannot be written now may be written later, so the execution stays open; a history that cannot be read never will be. */
  const fail = async (arn: string, error: unknown): Promise<void> => {
    host.report(error);
    if (isFlowError(error) && PASSING.has(error.code)) return;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const code = isFlowError(error) ? error.code : name;
    await finish(arn, { status: 'FAILED', error: `Flowmap.${code}`, cause: message }).catch((later: unknown) =>
      host.report(later),
    );
  };

  const stop = async (arn: string, error?: string, cause?: string): Promise<ExecutionRecord | undefined> => {
    const entry = live.get(arn);
    if (entry !== undefined) {
      (await entry.begun).running.abort(error, cause);
      await entry.ended;
    }
    return records.get(arn);
  };

  return {
    files,
    stop,
    get: (arn) => records.get(arn),
    values: () => records.values(),

    async start({ found, name, input, traceHeader }) {
      const { machine, alias, version } = routed(found, host.random());
      const arn = executionArn(home, machine.name, name);
      parseInput(input);
      const inputHash = createHash('sha256').update(input).digest('hex');
      const known = records.get(arn);
      if (known !== undefined) {
        if (known.status === 'RUNNING' && known.inputHash === inputHash && known.machine === machine.arn) return known;
        throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      const started = now();
      const revision: Revision = version?.revision ?? machine.current;
      const record: ExecutionRecord = {
        arn,
        name,
        machine: machine.arn,
        machineName: machine.name,
        ...(version !== undefined && { version: version.number }),
        ...(alias !== undefined && { alias: alias.name }),
        revision,
        revised: version?.created ?? machine.updated,
        status: 'RUNNING',
        started,
        inputHash,
        folder: folderOf(machine.name, name, `${arn} ${started}`),
        redriveCount: 0,
        ...(traceHeader !== undefined && { traceHeader }),
      };
      // The name is taken from here on; the answer waits until the disk has everything.
      const kept = records.set(arn, record);
      try {
        await Promise.all([files.write(record.folder, 'input', input), kept]);
      } catch (error) {
        await records.delete(arn).catch(() => undefined);
        throw error;
      }
      drive(record);
      return record;
    },

    async redrive(record, token) {
      const { stopped: _, error: __, cause: ___, ...rest } = record;
      const redriven: ExecutionRecord = {
        ...rest,
        status: 'RUNNING',
        redriveCount: record.redriveCount + 1,
        redriven: now(),
        ...(token !== undefined && { redriveToken: token }),
      };
      await records.set(record.arn, redriven);
      drive(redriven, () => Promise.resolve(true));
      return redriven;
    },

    async ended(arn) {
      await live.get(arn)?.ended;
      return records.get(arn);
    },

    async endAllOf(machine) {
      const running = [...records.values()].filter(
        (record) => record.machine === machine && record.status === 'RUNNING',
      );
      await Promise.all(running.map(({ arn }) => stop(arn)));
    },

    async resume() {
      for (const record of [...records.values()]) {
        if (record.status !== 'RUNNING') continue;
        // Nobody was told that it has started.
        if ((await files.read(record.folder, 'input')) === undefined) await records.delete(record.arn);
        else drive(record, async () => (await redrivesIn(files.history(record.folder))) < record.redriveCount);
      }
    },

    async suspend() {
      host.suspension.begin();
      // What is being opened at this moment has to be open before it can be closed.
      for (const { begun } of live.values())
        await begun.then(({ journal }) => journal.close()).catch((error: unknown) => host.report(error));
    },
  };
}

/** What goes wrong with a disk today may go well tomorrow. */
const PASSING: ReadonlySet<string> = new Set(['JOURNAL_NOT_WRITTEN', 'JOURNAL_NOT_READ', 'RECORDS_NOT_WRITTEN']);

/** Redrives of an execution that its history knows of. */
async function redrivesIn(history: string): Promise<number> {
  let count = 0;
  for await (const { type, mapRun } of readJournal(history)) {
    if (mapRun === undefined && type === 'ExecutionRedriven') count += 1;
  }
  return count;
}
