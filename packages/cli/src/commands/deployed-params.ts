import { readFile } from 'node:fs/promises';
import { deployedGraph, liveDeployment } from '@flowmap/deploy';
import { type FlowGraph, isFlowError, type Json, type JsonObject } from '@flowmap/graph';
import type { Argv } from 'yargs';
import { createParser, parse } from '../cli.js';
import type { AccountFlags } from '../deploy/open-account.js';
import type { Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { type Operation, withOperation } from '../operate/with-operation.js';
import { type GivenParams, paramOptions, type ParamSpecs } from '../parameters.js';
import type { ParamFlags } from './param-options.js';

/** A command that takes the parameters of a deployed flow as options, which are known when the flow is. */
export interface ParamCommand {
  /** As yargs has it: `trigger [name]`. */
  readonly usage: string;
  readonly describe: string;
  readonly options: (y: Argv) => Argv;
  /** Names that a parameter cannot have as an option: it is given with `--param`. */
  readonly taken: ReadonlySet<string>;
}

/** The graph of the flow that is live; undefined where it was not stored. */
async function liveGraph(name: string, operation: Operation): Promise<FlowGraph | undefined> {
  const { code } = await liveDeployment(name, operation);
  try {
    return await deployedGraph(operation.objects, code);
  } catch (error) {
    if (isFlowError(error) && error.code === 'NO_GRAPH') return undefined;
    throw error;
  }
}

/**
 * Parses the command line again, now that the parameters of the live flow are known; without its graph, which says their types, `--param`
 * is refused. Throws a {@link Mistake} for what it does not know.
 */
export async function parseForFlow<Flags extends ParamFlags>(
  args: readonly string[],
  command: ParamCommand,
  name: string,
  operation: Operation,
): Promise<{ readonly flags: Flags; readonly graph: FlowGraph | undefined }> {
  const graph = await liveGraph(name, operation);
  const flags = await parseAgain<Flags>(args, command, graph?.params ?? {});
  if (!graph) refuseParams(flags, name);
  return { flags, graph };
}

async function parseAgain<Flags>(args: readonly string[], command: ParamCommand, params: ParamSpecs): Promise<Flags> {
  const found: { flags?: Flags } = {};
  await parse(
    parserOf(args, command, params, (flags) => void (found.flags = flags as Flags)),
    args,
  );
  if (!found.flags) throw new Error('the command line cannot be parsed again');
  return found.flags;
}

/** The parameters that a command line gives, as texts. */
export function givenIn(flags: ParamFlags, params: ParamSpecs, { taken }: ParamCommand): GivenParams {
  const names = Object.keys(optionParams(params, taken)).filter((name) => flags[name] !== undefined);
  return { options: Object.fromEntries(names.map((name) => [name, flags[name]])), pairs: flags.param ?? [] };
}

function refuseParams(flags: ParamFlags, name: string): void {
  if (flags.param === undefined) return;
  throw new Mistake(
    `Of what types the parameters of ${name} are is not in the bucket.`,
    'Deploy the flow again, or give the parameters in a file with --params-file.',
  );
}

/** Help, with the parameters of the flow where it is named and can be asked. */
export async function paramHelp(
  args: readonly string[],
  command: ParamCommand,
  { name, flags }: { readonly name: string | undefined; readonly flags: AccountFlags },
  io: Io,
): Promise<void> {
  let params: ParamSpecs = {};
  try {
    if (name !== undefined)
      params = (await withOperation(flags, (operation) => liveGraph(name, operation)))?.params ?? {};
  } catch (error) {
    if (!isFlowError(error)) throw error;
    io.err(`The parameters of ${name ?? ''} are not known: ${error.message}\n`);
  }
  io.out(`${await parse(parserOf(args, command, params), args)}\n`);
}

/** A JSON file with parameters; none without one. */
export async function readParamsFile(file: string | undefined): Promise<JsonObject> {
  if (file === undefined) return {};
  let value: Json;
  try {
    value = JSON.parse(await readFile(file, 'utf8')) as Json;
  } catch (error) {
    throw new Mistake(`Cannot read parameters from ${file}: ${(error as Error).message}.`, OBJECT, error);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Mistake(`${file} has no parameters: it is no JSON object.`, OBJECT);
}

const OBJECT = 'Write a JSON object, a parameter each: { "year": 2024 }.';

function parserOf(
  args: readonly string[],
  { usage, describe, options, taken }: ParamCommand,
  params: ParamSpecs,
  then: (flags: unknown) => void = () => undefined,
): ReturnType<typeof createParser> {
  return createParser(args).command(
    usage,
    describe,
    (y) => options(y).options(paramOptions(optionParams(params, taken))),
    (argv) => then(argv),
  );
}

function optionParams(params: ParamSpecs, taken: ReadonlySet<string>): ParamSpecs {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !taken.has(name)));
}
