import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { NeighboursContext } from '../../api/neighbours.js';
import type { Home } from '../home.js';
import { openAccount } from '../kept/kept-account.js';
import type { ObjectReader } from '../lambda/code.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Service } from '../protocol/service.js';
import { machineEnvironment } from '../running/function-environment.js';
import { functionsHost } from '../running/functions-host.js';
import { answerInvocation } from '../running/invocations.js';
import { jobService } from '../running/jobs/job-service.js';
import { jobsHost } from '../running/jobs/jobs-host.js';
import { logWriter } from '../running/log-writer.js';
import { understood } from '../server/understand.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';
import { notServed } from './not-served.js';

/** The services that answer themselves, and the functions and jobs that run behind two of them. */
export interface OwnServices {
  /** Undefined where there is no service of that signing name. */
  answer(name: string, request: WireRequest): Promise<WireAnswer> | undefined;
  /** Goes on with jobs. */
  begin(): void;
  close(): Promise<void>;
}

/** What they are opened with. */
export interface OwnServicesOptions extends Pick<NeighboursContext, 'variables' | 'ownUrl' | 'report' | 'project'> {
  readonly home: Home;
  readonly folder: string;
  readonly object: ObjectReader;
}

/** Processes that may run at once, at least: of one revision of a function, and of all jobs. */
const FEWEST_PROCESSES = 4;

/** Opens the services of a folder. */
export async function ownServices(options: OwnServicesOptions): Promise<OwnServices> {
  const { home, folder, object, variables, ownUrl, report, project } = options;
  const most = Math.max(FEWEST_PROCESSES, availableParallelism());
  const now = Date.now;
  const account = await openAccount({ home, folder, now, object });
  const logs = logWriter((call) => account.call(account.service('logs') as Service, call), now, report);
  const { functions: records, code, batch: state } = account;
  const functions = functionsHost({
    ...{ home, functions: records, code, logs, variables, most, now },
    endpoint: ownUrl,
    random: Math.random,
  });
  const jobs = await jobsHost({
    ...{ state, logs, most, now, report },
    file: join(folder, 'jobs.jsonl'),
    folder: project,
    environment: () => machineEnvironment({ home, endpoint: ownUrl(), own: variables }),
  });
  const running = jobService(jobs, state, now);

  /** Answers what is about functions and jobs that run, which no journal has. */
  const answerRunning = async (name: string, request: WireRequest): Promise<WireAnswer | undefined> => {
    if (name === 'lambda') return answerInvocation(functions, request, report);
    const asked = name === 'batch' ? running.protocol.read(request) : undefined;
    if (asked === undefined) return undefined;
    const { operation, input } = understood(running, asked.action, asked.input, asked.loose);
    return running.protocol.answer(asked.action, await operation.run(input, account.caller));
  };
  const answer = async (service: Service, request: WireRequest): Promise<WireAnswer> => {
    const { name, protocol, refusals } = service;
    try {
      const answered = await answerRunning(name, request);
      if (answered !== undefined) return answered;
      const asked = protocol.read(request);
      if (asked === undefined) return notServed(request, `${request.method} ${request.path} of ${name}`);
      // Who reads lines wants all that were printed before.
      if (name === 'logs') await logs.flush();
      return protocol.answer(asked.action, await account.call(service, asked));
    } catch (error) {
      if (error instanceof AwsError) return protocol.refuse(error);
      report(error);
      const [code, status] = refusals.failed;
      return protocol.refuse(new AwsError(code, error instanceof Error ? error.message : String(error), status));
    }
  };

  return {
    answer(name, request) {
      const service = account.service(name);
      return service && answer(service, request);
    },
    begin: () => jobs.begin(),
    async close() {
      await Promise.all([functions.close(), jobs.close()]);
      await logs.flush();
      await account.close();
    },
  };
}
