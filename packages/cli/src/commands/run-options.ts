import type { Argv } from 'yargs';
import { addStrategyOptions, type StrategyFlags } from './strategy-options.js';

/** The flags of `run`, without the parameters of the flow. */
export interface RunFlags extends StrategyFlags {
  readonly file?: string | undefined;
  readonly help?: boolean | undefined;
  readonly runId?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly workers?: string | undefined;
  readonly root: string;
  /** Parameters as `name=value`: for names that are options of `run` too. */
  readonly param?: readonly string[] | undefined;
  /** The parameters of the flow, once it is known. */
  readonly [option: string]: unknown;
}

/** Names that a parameter cannot have as an option. Both spellings of a name mean the same. */
export const RUN_OPTIONS: ReadonlySet<string> = new Set(
  [
    'file',
    'run-id',
    'workers',
    'root',
    'json',
    'quiet',
    'q',
    'param',
    'map-strategy',
    'use-distributed-map',
    'help',
    'h',
    'version',
    'v',
    '_',
  ].flatMap((name) => [name, name.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase())]),
);

/** The options that every flow has. */
export function addRunOptions(y: Argv): Argv {
  return addStrategyOptions(y)
    .positional('file', { type: 'string', describe: 'The TypeScript file that exports the flow' })
    .option('run-id', {
      type: 'string',
      requiresArg: true,
      describe: 'Name of the run. Default: a new one that sorts by time',
    })
    .option('workers', {
      type: 'string',
      requiresArg: true,
      describe: 'Worker processes. Default: one for each core, at most 8',
    })
    .option('root', { type: 'string', requiresArg: true, default: '.flowmap', describe: 'Folder of what runs leave' })
    .option('json', { type: 'boolean', default: false, describe: 'Progress and result as JSON, one object a line' })
    .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'No progress, only the result' })
    .option('param', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      describe: 'A parameter as name=value, where its name is also an option above',
    });
}
