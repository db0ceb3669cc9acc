import { dirname, join, resolve } from 'node:path';
import type { Actions } from './protocol/actions.js';
import { activityActions } from './activities/activity-actions.js';
import { executionActions } from './executions/execution-actions.js';
import { startApiServer } from './http/api-server.js';
import { isLoopback } from './http/host-check.js';
import type { Neighbours, NeighboursContext } from './neighbours.js';
import { mapRunActions } from './map-runs/map-run-actions.js';
import { lockFolder } from './persistence/folder-lock.js';
import { homeOf, openBackstage } from './open-backstage.js';
import { aliasActions } from './state-machines/aliases.js';
import { checkActions } from './state-machines/check-actions.js';
import { stateMachineActions } from './state-machines/state-machines.js';
import { versionActions } from './state-machines/versions.js';

/** Settings of a server. */
export interface LocalServerOptions {
  /** Folder of everything that is kept. */
  readonly root: string;
  /** Default 8083, the port of AWS Step Functions Local; 0 takes any that is free. */
  readonly port?: number;
  /** Address to listen on. Default 127.0.0.1: other machines cannot reach it. */
  readonly host?: string;
  /** Names of this machine that clients use beside its addresses and `localhost`: a Host header with another name is refused. */
  readonly allowedHosts?: readonly string[];
  /** Of all ARNs. Default 123456789012. */
  readonly account?: string;
  /** Of all ARNs. Default us-east-1. */
  readonly region?: string;
  /** Default `enforced`: what passes here passes on AWS. */
  readonly quotas?: 'enforced' | 'off';
  /** Folder of the project whose `node_modules` has the clients of the AWS SDK that tasks need. Default: the folder of `root`. */
  readonly project?: string;
  /** Files of packages whose clients of the AWS SDK are taken where the project has none. An account alone looks at them. */
  readonly clientsOf?: readonly string[];
  /**
   * Variables of the AWS SDK, such as `AWS_ENDPOINT_URL_LAMBDA`: where the services that tasks call are. A service without an endpoint
   * is not called.
   */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Services whose real AWS endpoints tasks may call, as `aws-sdk` tasks name them; `all` for all. Default: none. */
  readonly realServices?: readonly string[];
  /** Is told what nobody asks for, such as a disk that is full. */
  readonly onProblem?: (message: string) => void;
}

/** A server that listens. */
export interface LocalServer {
  /** What a client takes as its endpoint: `http://127.0.0.1:8083`. */
  readonly url: string;
  /** Whether other machines can reach it. */
  readonly isPublic: boolean;
  /** Stops it. Executions that are under way stay so: the next server of the folder goes on with them. */
  close(): Promise<void>;
}

/** Of AWS Step Functions Local, so that its users need not change theirs. */
const PORT = 8083;

/**
 * Serves the Step Functions API on this machine, with everything that is kept below `root`, and goes on with the executions that an
 * earlier server left. Throws `FOLDER_IN_USE`, `PORT_IN_USE`, `RECORDS_BROKEN` and what goes wrong with the folder.
 */
export function serveLocal(options: LocalServerOptions): Promise<LocalServer> {
  return serveWith(options, () => Promise.resolve(undefined));
}

/** The same, with other services at its address. */
export async function serveWith(
  options: LocalServerOptions,
  open: (context: NeighboursContext) => Promise<Neighbours | undefined>,
): Promise<LocalServer> {
  const { host = '127.0.0.1', port = PORT } = options;
  const root = resolve(options.root);
  const report = (error: unknown): void => {
    options.onProblem?.(error instanceof Error ? error.message : String(error));
  };
  const lock = await lockFolder(join(root, 'api', 'lock'));
  let url = `http://${host}:${port}`;
  const ownUrl = (): string => reachable(url);
  let neighbours: Neighbours | undefined;
  try {
    const { variables = {}, project = dirname(root) } = options;
    neighbours = await open({ root, project, home: homeOf(options), variables, ownUrl, report });
    const backstage = await openBackstage({
      ...options,
      root,
      report,
      ownUrl,
      served: neighbours?.services ?? [],
      actions: () => actions,
    });
    const actions: Actions = {
      ...stateMachineActions(backstage),
      ...versionActions(backstage),
      ...aliasActions(backstage),
      ...checkActions(backstage),
      ...executionActions(backstage),
      ...mapRunActions(backstage),
      ...activityActions(backstage),
    };
    try {
      const server = await startApiServer({
        host,
        port,
        allowedHosts: options.allowedHosts ?? [],
        actions,
        report,
        ...(neighbours && { others: neighbours.answer }),
      });
      ({ url } = server);
      neighbours?.begin();
      await backstage.executions.resume();
      return {
        url,
        isPublic: !isLoopback(host),
        async close() {
          await server.close();
          await backstage.close();
          await neighbours?.close();
          await lock.release();
        },
      };
    } catch (error) {
      await backstage.close();
      throw error;
    }
  } catch (error) {
    await neighbours?.close();
    await lock.release();
    throw error;
  }
}

/** The address at which programs of this machine reach a server that listens at all addresses. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
