import type { Argv } from 'yargs';

/** The flags that say how wide a run is. */
export interface LoadFlags {
  /** Texts `foreach=number`, several by commas; a number alone holds for all others. */
  readonly items?: readonly string[] | undefined;
  /** Texts `choose=key`, several by commas. */
  readonly case?: readonly string[] | undefined;
  readonly itemBytes?: string | undefined;
}

/** The options for {@link LoadFlags}. */
export function addLoadOptions<T>(y: Argv<T>): Argv<T & LoadFlags> {
  return y
    .option('items', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      describe: 'Items of each foreach: perChunk=1000000,perChunk/inner=100, or a number for all others',
    })
    .option('case', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      describe: 'The case that a choose takes, choose=key. Default: the dearest',
    })
    .option('item-bytes', {
      type: 'string',
      requiresArg: true,
      describe: 'Bytes of an item of a list, as text. Default: 100',
    });
}

/** Whether anybody said how wide a run is. */
export function hasLoad({ items }: LoadFlags): boolean {
  return items !== undefined && items.length > 0;
}
