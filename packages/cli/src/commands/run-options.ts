import type { Argv } from 'yargs';
import { takenNames } from './param-options.js';
import { addStrategyOptions, type StrategyFlags } from './strategy-options.js';

/** The flags of `run`, without the parameters of the flow. */
export interface RunFlags extends StrategyFlags {
  readonly file?: string | undefined;
  readonly help?: boolean | undefined;
  readonly runId?: string | undefined;
  /** The run to go on with. */
  readonly continue?: string | undefined;
  readonly newCode: boolean;
  /** The run whose finished tasks a new run takes. */
  readonly resume?: string | undefined;
  /** With `resume`: the step from which on all is done again. */
  readonly from?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly workers?: string | undefined;
  readonly root: string;
  /** Folder whose folders are buckets. */
  readonly s3?: string | undefined;
  /** Parameters as `name=value`: for names that are options of `run` too. */
  readonly param?: readonly string[] | undefined;
  /** The parameters of the flow, once it is known. */
  readonly [option: string]: unknown;
}

/** Where runs leave what they leave, unless told. */
export const DEFAULT_ROOT = '.flowmap';

/** Names that a parameter cannot have as an option. */
export const RUN_OPTIONS: ReadonlySet<string> = takenNames([
  'file',
  'run-id',
  'continue',
  'new-code',
  'resume',
  'from',
  'workers',
  'root',
  's3',
  'quiet',
  'q',
  'map-strategy',
  'use-distributed-map',
]);

/** The options that every flow has. */
export function addRunOptions(y: Argv): Argv {
  return addStrategyOptions(y)
    .positional('file', { type: 'string', describe: 'The TypeScript file that exports the flow' })
    .option('run-id', {
      type: 'string',
      requiresArg: true,
      describe: 'Name of the run. Default: a new one that sorts by time',
    })
    .option('continue', {
      type: 'string',
      requiresArg: true,
      describe:
        'Go on with a run that was interrupted or did not end well, by its name. Nothing that had ended is done again',
    })
    .option('new-code', {
      type: 'boolean',
      default: false,
      describe: 'With --continue: the tasks that are left may run changed code',
    })
    .option('resume', {
      type: 'string',
      requiresArg: true,
      describe:
        'Start a new run that takes the finished tasks of another one, by its name, also after the code changed',
    })
    .option('from', {
      type: 'string',
      requiresArg: true,
      describe: 'With --resume: this step, and all that depends on it, is done again in any case',
    })
    .option('workers', {
      type: 'string',
      requiresArg: true,
      describe: 'Worker processes. Default: one for each core, at most 8',
    })
    .option('root', { type: 'string', requiresArg: true, default: DEFAULT_ROOT, describe: 'Folder of what runs leave' })
    .option('s3', {
      type: 'string',
      requiresArg: true,
      describe: 'Folder whose folders are the buckets that sources of the flow read',
    })
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
