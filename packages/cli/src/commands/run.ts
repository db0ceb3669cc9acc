import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LIMITS, type StateMachine } from '@flowmap/asl/language';
import { type FlowGraph, isFlowError, type JsonObject, paramUsesOf } from '@flowmap/graph';
import type { LocalOutcome, RunEvent } from '@flowmap/local';
import { URL_KEY, type Bundle } from '../bundle.js';
import { createParser, parse } from '../cli.js';
import { onInterrupt } from '../interrupt.js';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow, type LoadedFlow } from '../load-flow.js';
import { Mistake } from '../mistake.js';
import { paramOptions, readParams, type GivenParams, type ParamSpecs } from '../parameters.js';
import { compileFlow, type Project } from '../project.js';
import { describeParam } from '../render/graph-text.js';
import { jsonView } from '../render/json-view.js';
import { liveView } from '../render/live-view.js';
import { painter } from '../render/paint.js';
import { plainView } from '../render/plain-view.js';
import { renderFailure, renderResult } from '../render/result.js';
import type { View } from '../render/view.js';
import { definitionOf, reportFindings } from './compile.js';
import { addRunOptions, DEFAULT_ROOT, RUN_OPTIONS, type RunFlags } from './run-options.js';

/** How often the view is brought up to date, in milliseconds. */
const TICK = 100;

/** `flow-cli run FILE [--param value]...`: compiles a flow and runs its state machine on this machine. */
export async function run(args: readonly string[], first: RunFlags, io: Io): Promise<ExitStatus> {
  if (first.file === undefined) {
    if (!first.help) throw new Mistake('Say which flow to run: flow-cli run FILE.');
    io.out(`${await parse(createParser(args).command('run <file>', '', addRunOptions), args)}\n`);
    return 0;
  }
  refuseFileOption(args);
  const loaded = await loadFlow(first.file);
  const flags = await parseAgain(args, loaded, io);
  if (!flags) return 0;
  const project = await compileFlow(loaded, flags);
  reportFindings(project, io);
  const definition = definitionOf(project);
  if (!definition) return 2;
  const specs = loaded.flow.graph.params;
  const given = await withEarlier(loaded.flow.graph, givenParams(specs, flags), flags);
  refuseConflicts(flags, given);
  // A run that goes on has its parameters from when it began.
  const params = flags.continue === undefined ? readParams(specs, given, paramUsesOf(loaded.flow.graph)) : {};
  checkSize(params, specs);
  return start({ project, definition, params, flags, io });
}

/** yargs lets a positional be given by name too, and would drop one of the two without a word. */
function refuseFileOption(args: readonly string[]): void {
  if (!args.some((arg) => /^--file(?:=|$)/.test(arg))) return;
  throw new Mistake(
    '--file is no option: the flow file is given by its place.',
    'A parameter of that name is given as --param file=VALUE.',
  );
}

/** Parses the command line again, now that the parameters of the flow are known. Undefined when help was asked for and given. */
async function parseAgain(args: readonly string[], { flow, name }: LoadedFlow, io: Io): Promise<RunFlags | undefined> {
  let flags: RunFlags | undefined;
  const parser = createParser(args).command(
    'run <file>',
    `Run ${flow.name}${flow.graph.description === undefined ? '' : `: ${flow.graph.description}`}`,
    (y) =>
      addRunOptions(y)
        .options(paramOptions(optionParams(flow.graph.params)))
        .usage(`Usage: $0 run ${name} [options]`)
        .epilogue(pairsHelp(flow.graph.params)),
    (argv) => void (flags = argv as unknown as RunFlags),
  );
  const printed = await parse(parser, args);
  if (printed !== '') io.out(`${printed}\n`);
  return printed === '' ? flags : undefined;
}

/** The parameters that can be options: a name of an option of `run` itself is given with `--param`. */
function optionParams(params: ParamSpecs): ParamSpecs {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !RUN_OPTIONS.has(name)));
}

function givenParams(specs: ParamSpecs, flags: RunFlags): GivenParams {
  const names = Object.keys(optionParams(specs)).filter((name) => flags[name] !== undefined);
  return { options: Object.fromEntries(names.map((name) => [name, flags[name]])), pairs: flags.param ?? [] };
}

/** A run that resumes another one has the parameters of that one where nothing else is said; those that the flow has no more are left. */
async function withEarlier(
  { name, params: specs }: FlowGraph,
  given: GivenParams,
  { resume: earlier, continue: goesOn, root }: RunFlags,
): Promise<GivenParams> {
  if (earlier === undefined || goesOn !== undefined) return given;
  const { paramsOfRun } = await import('@flowmap/local');
  const before = await paramsOfRun(resolve(root), name, earlier).catch((error: unknown) => {
    throw mistaken(error);
  });
  const said = new Set([...Object.keys(given.options), ...given.pairs.map((pair) => pair.split('=')[0])]);
  const kept = Object.entries(before).filter(([param]) => Object.hasOwn(specs, param) && !said.has(param));
  return { ...given, values: Object.fromEntries(kept) };
}

/** What cannot be said together with `--continue`, and what cannot be said without it. */
function refuseConflicts(flags: RunFlags, { options, pairs }: GivenParams): void {
  if (flags.from !== undefined && flags.resume === undefined) {
    throw new Mistake('--from goes with --resume.', 'A new run does all of its steps anyway.');
  }
  if (flags.continue === undefined) {
    if (flags.newCode) throw new Mistake('--new-code goes with --continue.', 'A new run has the code as it is anyway.');
    return;
  }
  if (flags.resume !== undefined) {
    throw new Mistake(
      '--continue goes on with a run, --resume starts a new one that takes what another one finished.',
      'Leave one of them out.',
    );
  }
  if (flags.runId !== undefined) {
    throw new Mistake('--run-id is for a new run, --continue for one that was begun.', 'Leave one of them out.');
  }
  const given = [...Object.keys(options).map((name) => `--${name}`), ...pairs.map((pair) => `--param ${pair}`)];
  if (given.length === 0) return;
  throw new Mistake(
    `A run that goes on has the parameters that it began with; ${given.join(', ')} cannot be changed.`,
    'Leave parameters out, or start another run.',
  );
}

/** How to give the parameters that are no options. */
function pairsHelp(params: ParamSpecs): string {
  return Object.entries(params)
    .filter(([name]) => RUN_OPTIONS.has(name))
    .map(([name, spec]) => `--param ${name}=VALUE  (${describeParam(spec)})`)
    .join('\n');
}

interface Start {
  readonly project: Project;
  readonly definition: StateMachine;
  readonly params: JsonObject;
  readonly flags: RunFlags;
  readonly io: Io;
}

async function start({ project, definition, params, flags, io }: Start): Promise<ExitStatus> {
  const { loaded, computes, target } = project;
  const { graph } = loaded.flow;
  const root = resolve(flags.root);
  const bundle = await keep(loaded.bundle, join(root, 'code', loaded.bundle.hash));
  const abort = new AbortController();
  const view = viewOf(flags, io, graph.name);
  const { folderBuckets, runLocal, trackProgress } = await import('@flowmap/local');
  const progress = trackProgress(graph);
  const show = (): void => view?.show(progress.nodes(Date.now()), Date.now());
  const ticking = setInterval(show, TICK);
  const stopListening = onInterrupt(abort);
  let ended: LocalOutcome | undefined;
  try {
    ended = await runLocal({
      graph,
      definition,
      computes: Object.values(computes),
      target,
      bundle,
      globals: { [URL_KEY]: loaded.bundle.url },
      params,
      root,
      signal: abort.signal,
      ...(flags.s3 !== undefined && { buckets: folderBuckets(flags.s3) }),
      ...(flags.runId !== undefined && { run: flags.runId }),
      ...(flags.continue !== undefined && { run: flags.continue, resume: true, newCode: flags.newCode }),
      ...(flags.resume !== undefined && {
        resumes: { run: flags.resume, ...(flags.from !== undefined && { from: flags.from }) },
      }),
      ...(flags.workers !== undefined && { workers: workersOf(flags.workers) }),
      onEvent(event: RunEvent) {
        progress.apply(event);
        view?.event(event);
      },
    });
  } catch (error) {
    throw mistaken(error);
  } finally {
    clearInterval(ticking);
    stopListening();
    show();
    view?.close();
  }
  try {
    return await conclude(ended, loaded, flags, io);
  } finally {
    await ended.close();
  }
}

async function conclude(
  ended: LocalOutcome,
  { flow, name: file }: LoadedFlow,
  flags: RunFlags,
  io: Io,
): Promise<ExitStatus> {
  const { outcome } = ended;
  const { json } = flags;
  if (outcome.status === 'SUCCEEDED') {
    await renderResult(await ended.result(), { json, run: ended.run }, io);
    return 0;
  }
  renderFailure(ended, { json, name: flow.graph.name }, io, painter(io));
  if (!json) io.err(`  To go on from there: flow-cli run ${file} --continue ${ended.run}${sameOptions(flags)}\n`);
  return outcome.status === 'ABORTED' ? 130 : 1;
}

/** The options that a run needs again to go on: where it is, and what its state machine depends on. */
function sameOptions({ mapStrategy, useDistributedMap, root, s3 }: RunFlags): string {
  return [
    ...(mapStrategy === undefined ? [] : [` --map-strategy ${mapStrategy}`]),
    ...(useDistributedMap ? [' --use-distributed-map'] : []),
    ...(root === DEFAULT_ROOT ? [] : [` --root ${root}`]),
    ...(s3 === undefined ? [] : [` --s3 ${s3}`]),
  ].join('');
}

/** What is wrong with what was asked for is the user's to put right. */
function mistaken(error: unknown): unknown {
  return isFlowError(error) && error.code.startsWith('RUN_') ? new Mistake(sentence(error.message), error.hint) : error;
}

function viewOf({ json, quiet }: RunFlags, io: Io, title: string): View | undefined {
  if (json) return jsonView(io);
  if (quiet) return undefined;
  return io.terminal ? liveView(io.terminal, title, painter(io)) : plainView(io);
}

/** Writes the bundle where workers load it, with its source map beside it. The same code is written once. */
async function keep({ code, map }: Bundle, folder: string): Promise<URL> {
  const file = join(folder, 'flow.mjs');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.map`, map);
    await writeFile(file, `${code}\n//# sourceMappingURL=flow.mjs.map\n`);
  } catch (error) {
    throw new Mistake(
      `Cannot write to ${folder}: ${(error as Error).message}.`,
      'Choose another folder with --root.',
      error,
    );
  }
  return pathToFileURL(file);
}

/** What the first state needs for itself, in bytes, beside the parameters. */
const OPENING = 2048;

/** The input of an execution has a limit, and the first state passes on the parameters as one text, defaults included. */
function checkSize(params: JsonObject, specs: ParamSpecs): void {
  const defaults = Object.entries(specs).map(([name, spec]) => [name, spec.default]);
  const text = JSON.stringify({ ...Object.fromEntries(defaults), ...params });
  const bytes = Buffer.byteLength(JSON.stringify(text));
  if (bytes <= LIMITS.payloadBytes - OPENING) return;
  throw new Mistake(
    `The parameters take ${bytes} bytes; a run takes at most ${LIMITS.payloadBytes - OPENING} (256 KiB, less what its first state needs).`,
    'Pass the place of large data, and let a step read it.',
  );
}

function workersOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= 1024) return number;
  throw new Mistake(`--workers ${text}: not a number from 1 to 1024.`);
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
