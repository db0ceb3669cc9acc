declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Folder of the database; in memory without. */
    readonly path?: string;
    /** How long a new table is in the state CREATING. */
    readonly createTableMs?: number;
  }

  function dynalite(options: Options): Server;
  export = dynalite;
}
