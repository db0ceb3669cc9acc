import type { Usage } from '../plugin/index.js';

/** What a run costs in US dollars, without what runs the code of the steps. */
export interface Dollars {
  /** State transitions of STANDARD executions. */
  readonly transitions: number;
  /** EXPRESS executions: their requests, and the least time and memory that is billed. */
  readonly express: number;
  /** Requests of the object store, those of the states included. Storage and traffic come on top. */
  readonly objects: number;
  /** Requests of the metadata table, those of the states included. */
  readonly table: number;
  readonly total: number;
}

/**
 * Prices in US dollars in us-east-1, without free tiers. Sources: the pricing pages of AWS Step Functions, Amazon S3 (S3
 * Standard) and Amazon DynamoDB (on demand).
 */
export const PRICES = {
  /** When they were looked up. */
  date: '2026-11-22',
  region: 'us-east-1',
  transition: 0.000_025,
  expressRequest: 0.000_001,
  /** Of an EXPRESS execution: 100 ms with 64 MB, the least that is billed. */
  expressLeast: 0.000_000_104_2,
  objectGet: 0.000_000_4,
  /** PUT and LIST. */
  objectPut: 0.000_005,
  /** A strongly consistent read of up to 4 KiB. */
  tableRead: 0.000_000_125,
  /** A write of up to 1 KiB. */
  tableWrite: 0.000_000_625,
} as const;

/** What a usage costs. Items of the metadata table count as small: facts are, parameters should be. */
export function dollarsOf({ transitions, express, requests, stores }: Usage): Dollars {
  const reads = stores.reads + (requests['dynamodb:getItem'] ?? 0);
  const gets = stores.gets + (requests['aws-sdk:s3:getObject'] ?? 0);
  const writes = stores.writes + (requests['dynamodb:putItem'] ?? 0);
  const parts = {
    transitions: transitions * PRICES.transition,
    express: express * (PRICES.expressRequest + PRICES.expressLeast),
    objects: gets * PRICES.objectGet + (stores.puts + stores.lists) * PRICES.objectPut,
    table: reads * PRICES.tableRead + writes * PRICES.tableWrite,
  };
  return { ...parts, total: parts.transitions + parts.express + parts.objects + parts.table };
}
