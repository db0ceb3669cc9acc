import { readFile } from 'node:fs/promises';
import { deployedGraph, liveDeployment, trigger as start } from '@flowmap/deploy';
import { type FlowGraph, isFlowError, type Json, type JsonObject, paramUsesOf } from '@flowmap/graph';
import { createParser, parse } from '../cli.js';
import type { ExitStatus, Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { afterStart } from '../operate/after-start.js';
import { type Operation, withOperation } from '../operate/with-operation.js';
import { paramOptions, type ParamSpecs, readParams } from '../parameters.js';
import { addTriggerOptions, TRIGGER_OPTIONS, type TriggerFlags } from './trigger-options.js';

/** `flow-cli trigger NAME [--param value]...`: starts a run, and with `--wait` shows it to its end. */
export async function trigger(args: readonly string[], first: TriggerFlags, io: Io): Promise<ExitStatus> {
  const { name } = first;
  if (first.help) return help(args, first, io);
  if (name === undefined)
    throw new Mistake('Say which flow to start: flow-cli trigger NAME.', 'flow-cli list shows them.');
  const given = first.paramsFile === undefined ? {} : await readParamsFile(first.paramsFile);
  return withOperation<ExitStatus>(first, async (operation) => {
    const { flags, params } = await paramsOf(args, name, given, operation);
    const run = await start(name, { params, runId: flags.runId }, operation);
    return afterStart(run, flags, operation, io);
  });
}

/** The parameters, read and checked by the flow that is live. Without its graph a file of them is taken as it is: the machine checks it. */
async function paramsOf(
  args: readonly string[],
  name: string,
  given: JsonObject,
  operation: Operation,
): Promise<{ readonly flags: TriggerFlags; readonly params: JsonObject }> {
  const graph = await graphOf(name, operation);
  if (!graph) {
    const flags = await parseAgain(args, {});
    if (flags.param === undefined) return { flags, params: given };
    throw new Mistake(`Of what types the parameters of ${name} are is not in the bucket.`, NO_GRAPH);
  }
  const flags = await parseAgain(args, graph.params);
  const names = Object.keys(optionParams(graph.params)).filter((name) => flags[name] !== undefined);
  const options = Object.fromEntries(names.map((name) => [name, flags[name]]));
  const read = { options, pairs: flags.param ?? [], values: given };
  return { flags, params: readParams(graph.params, read, paramUsesOf(graph), `flow-cli trigger ${name}`) };
}

/** The graph of the flow that is live; undefined where it was not stored. */
async function graphOf(name: string, operation: Operation): Promise<FlowGraph | undefined> {
  const { code } = await liveDeployment(name, operation);
  try {
    return await deployedGraph(operation.objects, code);
  } catch (error) {
    if (isFlowError(error) && error.code === 'NO_GRAPH') return undefined;
    throw error;
  }
}

/** Help, with the parameters of the flow where it is named and can be asked. */
async function help(args: readonly string[], first: TriggerFlags, io: Io): Promise<ExitStatus> {
  const { name } = first;
  let params: ParamSpecs = {};
  try {
    if (name !== undefined)
      params = (await withOperation(first, (operation) => graphOf(name, operation)))?.params ?? {};
  } catch (error) {
    if (!isFlowError(error)) throw error;
    io.err(`The parameters of ${name ?? ''} are not known: ${error.message}\n`);
  }
  io.out(`${await parse(triggerParser(args, params), args)}\n`);
  return 0;
}

const NO_GRAPH = 'Deploy the flow again, or give the parameters in a file with --params-file.';

/** Parses the command line again, now that the parameters of the flow are known. */
async function parseAgain(args: readonly string[], params: ParamSpecs): Promise<TriggerFlags> {
  const found: { flags?: TriggerFlags } = {};
  await parse(
    triggerParser(args, params, (flags) => void (found.flags = flags)),
    args,
  );
  if (!found.flags) throw new Error('the command line cannot be parsed again');
  return found.flags;
}

function triggerParser(
  args: readonly string[],
  params: ParamSpecs,
  then: (flags: TriggerFlags) => void = () => undefined,
): ReturnType<typeof createParser> {
  return createParser(args).command(
    'trigger <name>',
    'Start a run of a deployed flow',
    (y) => addTriggerOptions(y).options(paramOptions(optionParams(params))),
    (argv) => then(argv as unknown as TriggerFlags),
  );
}

/** The parameters that can be options: the name of an option of `trigger` itself is given with `--param`. */
function optionParams(params: ParamSpecs): ParamSpecs {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !TRIGGER_OPTIONS.has(name)));
}

async function readParamsFile(file: string): Promise<JsonObject> {
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
