import type { Argv } from 'yargs';

/** The flags by which a command takes parameters. */
export interface ParamFlags {
  /** Parameters as `name=value`. */
  readonly param?: readonly string[] | undefined;
  readonly paramsFile?: string | undefined;
  /** The parameters of the flow, once it is known. */
  readonly [option: string]: unknown;
}

/** Options of every command that takes parameters, and what yargs itself puts among them. */
const EVERYWHERE = ['param', 'json', 'help', 'h', 'version', 'v', '_'];

/** Names that a parameter cannot have as an option of a command with these. Both spellings of a name mean the same. */
export function takenNames(own: readonly string[]): ReadonlySet<string> {
  const names = [...own, ...EVERYWHERE];
  return new Set(names.flatMap((name) => [name, name.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase())]));
}

/** The options for parameters whose names are taken, and for many at once. */
export function addParamOptions(y: Argv): Argv {
  return y
    .option('param', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      describe: 'A parameter as name=value, where its name is also an option here',
    })
    .option('params-file', { type: 'string', requiresArg: true, describe: 'A JSON file with the parameters' });
}
