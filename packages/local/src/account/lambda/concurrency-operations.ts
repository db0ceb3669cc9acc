import { type Operation, operation } from '../protocol/operation.js';
import { whole } from '../protocol/shape.js';
import type { Functions } from './functions.js';
import { FUNCTION } from './members.js';
import { resourceOf } from './read-operations.js';

/** How many executions of a function are kept for it, at most. */
export function concurrencyOperations(functions: Functions): Record<string, Operation> {
  const resource = resourceOf(functions);
  const shown = (reserved: number | undefined): object =>
    reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };

  return {
    PutFunctionConcurrency: operation({
      required: { FunctionName: FUNCTION, ReservedConcurrentExecutions: whole(0) },
      resource,
      run({ FunctionName: text, ReservedConcurrentExecutions: reserved }) {
        functions.get(functions.reference(text)).reservedConcurrency = reserved;
        return shown(reserved);
      },
    }),

    GetFunctionConcurrency: operation({
      required: { FunctionName: FUNCTION },
      resource,
      run: ({ FunctionName: text }) => shown(functions.get(functions.reference(text)).reservedConcurrency),
    }),

    DeleteFunctionConcurrency: operation({
      required: { FunctionName: FUNCTION },
      resource,
      run({ FunctionName: text }) {
        functions.get(functions.reference(text)).reservedConcurrency = undefined;
      },
    }),
  };
}
