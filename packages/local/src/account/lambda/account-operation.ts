import { type Operation, operation } from '../protocol/operation.js';
import type { FunctionRecord } from './function-record.js';
import type { Functions } from './functions.js';

/** What an account has from the beginning. Source: AWS Lambda developer guide, "Lambda quotas". */
const LIMIT = {
  TotalCodeSize: 75 * 1024 ** 3,
  CodeSizeUnzipped: 262_144_000,
  CodeSizeZipped: 52_428_800,
  ConcurrentExecutions: 1_000,
};

/** Says what the account may have, and what it has. */
export function accountOperation(functions: Functions): Record<string, Operation> {
  return {
    GetAccountSettings: operation({
      run() {
        const all = [...functions.byName.values()];
        const reserved = all.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
        return {
          AccountLimit: { ...LIMIT, UnreservedConcurrentExecutions: LIMIT.ConcurrentExecutions - reserved },
          AccountUsage: { TotalCodeSize: all.reduce((sum, one) => sum + sizeOf(one), 0), FunctionCount: all.length },
        };
      },
    }),
  };
}

/** Each published version has its code once more. */
function sizeOf({ latest, versions }: FunctionRecord): number {
  return [latest, ...versions.values()].reduce((sum, { code }) => sum + code.size, 0);
}
