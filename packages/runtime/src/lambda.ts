import type { Flow } from '@flowmap/flow';
import type { Answer } from '@flowmap/graph';
import { dispatch } from './dispatch.js';
import type { PlacePorts } from './entry-ports.js';
import { logLine } from './entry-ports.js';
import { taskFailure } from './errors/task-failure.js';
import { readInvocation } from './invocation.js';
import type { WorkerLogs } from './ports.js';
import { processClock } from './process-clock.js';

/** What a function is told of its invocation; of all that, what is used here. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
  readonly awsRequestId?: string;
}

/** A handler as the Node runtime of AWS Lambda calls it. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<Answer>;

/**
 * The handler of a flow's function. `ports` opens the stores, once in a function's life; where that fails, the next invocation
 * tries again. What a task throws reaches the state machine under its own name, since the service calls an error as it calls itself.
 *
 * @example
 * export const handler = lambdaHandler(flow, () => ({ objects, metadata, deployment: 'flight-delays' }));
 */
export function lambdaHandler(flow: Flow, ports: () => PlacePorts | Promise<PlacePorts>): LambdaHandler {
  let opened: Promise<PlacePorts> | undefined;
  const open = (): Promise<PlacePorts> => {
    opened ??= Promise.resolve()
      .then(ports)
      .catch((problem: unknown) => {
        opened = undefined;
        throw problem;
      });
    return opened;
  };
  return async (event, context) => {
    try {
      const { clock = processClock(), logs, ...rest } = await open();
      return await dispatch(flow, readInvocation(event), {
        log: (line) => console.log(logLine(line)),
        ...rest,
        ...(logs && { logs: ofRequest(logs, context.awsRequestId) }),
        clock,
        // The service freezes the process after an answer, and ends it at the deadline: nothing else aborts.
        signal: new AbortController().signal,
        deadline: clock.now() + context.getRemainingTimeInMillis(),
      });
    } catch (thrown) {
      throw taskFailure(thrown);
    }
  };
}

/** The requests of a function share its log streams. */
function ofRequest(logs: WorkerLogs, request: string | undefined): WorkerLogs {
  return {
    ...logs,
    async place() {
      const found = await logs.place();
      return found && { ...found, ...(request === undefined ? {} : { request }) };
    },
  };
}
