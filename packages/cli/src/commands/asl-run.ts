import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Json, StateMachine } from '@flowmap/asl/language';
import { check, type HistoryEvent, type Outcome, run, simulatedClock } from '@flowmap/engine';
import type { Mocks } from '@flowmap/local';
import { eventsView } from '../asl/events-view.js';
import { missingMock } from '../asl/missing-mock.js';
import { countProblems, type Finding, isError, renderProblems } from '../asl/problems.js';
import { type JsonText, parseJson, readJson, readText } from '../asl/read-json.js';
import type { MachineType } from '../asl/machine-types.js';
import { validateDefinition } from '../asl/validate.js';
import { watchBuckets } from '../asl/watched-buckets.js';
import { onInterrupt } from '../interrupt.js';
import type { ExitStatus, Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { painter } from '../render/paint.js';

/** The flags of `asl run`. */
export interface AslRunFlags {
  readonly definition: string;
  readonly input?: string | undefined;
  readonly inputJson?: string | undefined;
  readonly mocks?: string | undefined;
  readonly testCase?: string | undefined;
  /** Name of the state machine. */
  readonly machine?: string | undefined;
  /** Name of the execution. */
  readonly name?: string | undefined;
  readonly type: MachineType;
  readonly quotas: 'on' | 'off';
  /** Folder whose folders are buckets. */
  readonly s3?: string | undefined;
  readonly realTime: boolean;
  readonly json: boolean;
  /** With `json`, the events too. */
  readonly history: boolean;
  readonly quiet: boolean;
}

/**
 * `flow-cli asl run DEFINITION`: runs any state machine here, its tasks answered by mocks. Events go to standard error as they happen,
 * the output of the execution goes to standard output; with `--json` one document with all that is known of its end.
 */
export async function aslRun(flags: AslRunFlags, io: Io): Promise<ExitStatus> {
  for (const [name, value] of Object.entries(flags)) {
    if (Array.isArray(value) && name !== '_') throw new Mistake(`${name} is given more than once.`);
  }
  if (flags.definition === '-' && flags.input === '-') {
    throw new Mistake('Only one of the definition and the input can come from standard input.');
  }
  const file = await readText(flags.definition);
  const definition = soundDefinition(file, flags.type, io);
  if (definition === undefined) return 2;
  const input = await readInput(flags);
  const mocks = await readMocksOf(flags, definition);
  const ended = await execute({ definition, file, input, mocks, flags, io });
  return conclude(ended, flags, io);
}

/** The definition, once nothing speaks against it; what does is told. */
function soundDefinition(
  file: { readonly name: string; readonly text: string },
  type: MachineType,
  io: Io,
): StateMachine | undefined {
  const problems = validateDefinition(file.text, type);
  io.err(renderProblems(problems, file, painter(io)));
  if (problems.some(isError)) {
    io.err(`${file.name} cannot be run: ${countProblems(problems)}\n`);
    return undefined;
  }
  const definition = parseJson(file.name, file.text) as unknown as StateMachine;
  const refused = check(definition, type).map((problem): Finding => ({ ...problem, severity: 'ERROR' }));
  io.err(renderProblems(refused, file, painter(io)));
  return refused.length === 0 ? definition : undefined;
}

/** The input that the flags give; an empty object without one, as for StartExecution. */
async function readInput({ input, inputJson }: AslRunFlags): Promise<Json> {
  if (input !== undefined && inputJson !== undefined)
    throw new Mistake('Give either --input or --input-json, not both.');
  if (inputJson !== undefined) return parseJson('--input-json', inputJson);
  return input === undefined ? {} : (await readJson(input)).value;
}

/** The mocks that the flags choose. Throws a {@link Mistake} with everything that is wrong with them. */
async function readMocksOf({ mocks, testCase, machine }: AslRunFlags, definition: StateMachine): Promise<Mocks> {
  if (mocks === undefined) {
    if (testCase !== undefined) throw new Mistake('--test-case chooses among mocks: give --mocks FILE too.');
    return { states: new Map(), problems: [] };
  }
  const { name, value }: JsonText = await readJson(mocks);
  const { readMocks } = await import('@flowmap/local');
  const read = readMocks(value, {
    definition,
    ...(machine !== undefined && { machine }),
    ...(testCase !== undefined && { testCase }),
  });
  if (read.problems.length === 0) return read;
  throw new Mistake(
    `The mocks in ${name} cannot be used:\n${read.problems.map((problem) => `  ${problem}`).join('\n')}`,
    '--machine NAME and --test-case NAME choose among them.',
  );
}

interface Execution {
  readonly definition: StateMachine;
  readonly file: { readonly name: string };
  readonly input: Json;
  readonly mocks: Mocks;
  readonly flags: AslRunFlags;
  readonly io: Io;
}

interface Ended {
  readonly outcome: Outcome;
  readonly execution: string;
  /** Milliseconds on the clock of the execution. */
  readonly milliseconds: number;
  readonly events: number;
  readonly history: readonly HistoryEvent[];
}

async function execute({ definition, file, input, mocks, flags, io }: Execution): Promise<Ended> {
  const { folderBuckets, mockTasks, realClock, statesOf } = await import('@flowmap/local');
  const buckets = flags.s3 === undefined ? undefined : watchBuckets(folderBuckets(flags.s3));
  const clock = flags.realTime ? realClock() : simulatedClock(Date.now(), () => buckets?.busy());
  const started = clock.now();
  const abort = new AbortController();
  const view = flags.json || flags.quiet ? undefined : eventsView(io);
  const unmocked = statesOf(definition).tasks.filter(({ name }) => !mocks.states.has(name));
  const history: HistoryEvent[] = [];
  let mistake: Mistake | undefined;
  let execution = '';
  let events = 0;
  const stopListening = onInterrupt(abort);
  try {
    const outcome = await run(
      definition,
      input,
      {
        task: mockTasks(mocks.states, (request, unanswered) => {
          mistake ??= missingMock(request, unanswered, unmocked);
          // No Retry and no Catch of the machine may answer for what is missing in the call.
          abort.abort(mistake);
          return Promise.reject(mistake);
        }),
        clock,
        ...(buckets && { objects: buckets }),
        random: () => Math.random(),
        uuid: () => randomUUID(),
        record(event) {
          if (execution === '') execution = event.execution;
          events += 1;
          view?.event(event);
          if (flags.json && flags.history) history.push(event);
        },
      },
      {
        type: flags.type,
        machine: flags.machine ?? machineName(file.name),
        quotas: flags.quotas === 'on' ? 'enforced' : 'off',
        signal: abort.signal,
        ...(flags.name !== undefined && { name: flags.name }),
      },
    );
    if (mistake !== undefined) throw mistake;
    return { outcome, execution, milliseconds: clock.now() - started, events, history };
  } finally {
    stopListening();
  }
}

/** `orders` for `flows/orders.asl.json`, in characters that a state machine's name can have. */
function machineName(file: string): string {
  const stem = basename(file).replace(/(?:\.asl)?(?:\.\w+)?$/u, '');
  return stem.replace(/[^\w-]/gu, '-').slice(0, 80) || 'machine';
}

function conclude(ended: Ended, { json, history: withHistory, definition }: AslRunFlags, io: Io): ExitStatus {
  const { outcome, execution, milliseconds, events, history } = ended;
  const { status } = outcome;
  if (json) {
    const document = { ...outcome, execution, seconds: milliseconds / 1000, events, ...(withHistory && { history }) };
    io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  } else if (outcome.status === 'SUCCEEDED') {
    io.out(`${JSON.stringify(outcome.output, undefined, 2)}\n`);
  } else {
    const word = { FAILED: 'failed', TIMED_OUT: 'took longer than its timeout', ABORTED: 'was interrupted' }[
      outcome.status
    ];
    const why = [outcome.error, outcome.cause].filter((part) => part !== undefined && part !== '').join(': ');
    io.err(`${painter(io)('red', `${definition} ${word}`)}${why === '' ? '' : `: ${why}`}\n`);
  }
  if (status === 'ABORTED') return 130;
  return status === 'SUCCEEDED' ? 0 : 1;
}
