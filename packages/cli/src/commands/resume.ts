import { resume as startAgain, type RunRef, runRef } from '@flowmap/deploy';
import { type JsonObject, paramUsesOf } from '@flowmap/graph';
import type { ExitStatus, Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { afterStart } from '../operate/after-start.js';
import { type Operation, withOperation } from '../operate/with-operation.js';
import { readParams } from '../parameters.js';
import { givenIn, type ParamCommand, paramHelp, parseForFlow, readParamsFile } from './deployed-params.js';
import { addResumeOptions, RESUME_OPTIONS, type ResumeFlags } from './resume-options.js';

const COMMAND: ParamCommand = {
  usage: 'resume <run>',
  describe: 'Start a run that takes what another one finished',
  options: addResumeOptions,
  taken: RESUME_OPTIONS,
};

/**
 * `flow-cli resume RUN [--param value]...`: starts a new run that takes the finished tasks of an earlier one, with its parameters but for
 * those that are given, and with `--wait` shows it to its end.
 */
export async function resume(args: readonly string[], first: ResumeFlags, io: Io): Promise<ExitStatus> {
  if (first.help) {
    const { name = first.run?.split('/', 1)[0] } = first;
    await paramHelp(args, COMMAND, { name: first.run?.includes('/') ? name : first.name, flags: first }, io);
    return 0;
  }
  if (first.run === undefined) {
    throw new Mistake(
      'Say which run to resume: flow-cli resume NAME/RUN.',
      'flow-cli list-runs NAME shows those of a flow.',
    );
  }
  const ref = runRef(first.run, first.name);
  const values = await readParamsFile(first.paramsFile);
  return withOperation<ExitStatus>(first, async (operation) => {
    const { flags, params } = await paramsOf(args, ref, values, operation);
    const { from, runId } = flags;
    const run = await startAgain(ref, { from, runId, params }, operation);
    return afterStart(run, flags, operation, io);
  });
}

/** What is given in place of the earlier run's parameters, checked together with those that stay. */
async function paramsOf(
  args: readonly string[],
  { deployment, run }: RunRef,
  values: JsonObject,
  operation: Operation,
): Promise<{ readonly flags: ResumeFlags; readonly params: JsonObject }> {
  const { flags, graph } = await parseForFlow<ResumeFlags>(args, COMMAND, deployment, operation);
  if (!graph) return { flags, params: values };
  const given = givenIn(flags, graph.params, COMMAND);
  const said = new Set([
    ...Object.keys(values),
    ...Object.keys(given.options),
    ...given.pairs.map((pair) => pair.split('=')[0]),
  ]);
  const before = (await operation.metadata.run(deployment, run))?.params;
  // Without the earlier run there is nothing to resume, and that is told instead.
  if (said.size === 0 || !before) return { flags, params: {} };
  const kept = Object.entries(before).filter(([name]) => Object.hasOwn(graph.params, name) && !said.has(name));
  const read = { ...given, values: { ...Object.fromEntries(kept), ...values } };
  const command = `flow-cli resume ${deployment}/${run}`;
  return { flags, params: readParams(graph.params, read, paramUsesOf(graph), command) };
}
