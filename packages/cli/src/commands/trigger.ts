import { trigger as start } from '@flowmap/deploy';
import { type JsonObject, paramUsesOf } from '@flowmap/graph';
import type { ExitStatus, Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { afterStart } from '../operate/after-start.js';
import { type Operation, withOperation } from '../operate/with-operation.js';
import { readParams } from '../parameters.js';
import { givenIn, type ParamCommand, paramHelp, parseForFlow, readParamsFile } from './deployed-params.js';
import { addTriggerOptions, TRIGGER_OPTIONS, type TriggerFlags } from './trigger-options.js';

const COMMAND: ParamCommand = {
  usage: 'trigger <name>',
  describe: 'Start a run of a deployed flow',
  options: addTriggerOptions,
  taken: TRIGGER_OPTIONS,
};

/** `flow-cli trigger NAME [--param value]...`: starts a run, and with `--wait` shows it to its end. */
export async function trigger(args: readonly string[], first: TriggerFlags, io: Io): Promise<ExitStatus> {
  const { name } = first;
  if (first.help) {
    await paramHelp(args, COMMAND, { name, flags: first }, io);
    return 0;
  }
  if (name === undefined)
    throw new Mistake('Say which flow to start: flow-cli trigger NAME.', 'flow-cli list shows them.');
  const given = await readParamsFile(first.paramsFile);
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
  values: JsonObject,
  operation: Operation,
): Promise<{ readonly flags: TriggerFlags; readonly params: JsonObject }> {
  const { flags, graph } = await parseForFlow<TriggerFlags>(args, COMMAND, name, operation);
  if (!graph) return { flags, params: values };
  const read = { ...givenIn(flags, graph.params, COMMAND), values };
  return { flags, params: readParams(graph.params, read, paramUsesOf(graph), `flow-cli trigger ${name}`) };
}
