import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Endpoints } from './endpoints.js';
import { notServed } from './task-error.js';

/** A client of the AWS SDK, as far as this server uses one. */
export interface SdkClient {
  readonly config: { readonly serviceId?: string };
  send(command: unknown, options?: { readonly abortSignal?: AbortSignal }): Promise<Readonly<Record<string, unknown>>>;
  destroy(): void;
}

/** A client and the module that it comes from. */
export interface LoadedClient {
  readonly client: SdkClient;
  readonly module: Readonly<Record<string, unknown>>;
  /** `Secrets Manager` */
  readonly serviceId: string;
  readonly endpoint: string | undefined;
}

/** How clients are made. */
export interface ClientSettings {
  /** Folder of the project whose `node_modules` has the clients. */
  readonly project: string;
  /** Files of packages that have clients too, for what the project has not. */
  readonly others: readonly string[];
  readonly region: string;
  readonly endpoints: Endpoints;
  /** Services, as tasks name them, for which the real ones of AWS may be called. */
  readonly real: readonly string[];
  /** The keys of the caller; local services take any. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Endpoints of what is embedded, where no other one is set, by service. */
  readonly embedded: Readonly<Record<string, () => Promise<string>>>;
}

/** Clients that the user's project has installed; each is made once. */
export interface SdkClients {
  /** The client of a service as tasks name it: `secretsmanager`. Throws a TaskError that says what to install or to set. */
  load(service: string): Promise<LoadedClient>;
  /** Whether an endpoint is set for a service, or the real one is allowed. */
  isReachable(service: string, serviceId: string): boolean;
  close(): void;
}

/** Makes clients of services on their local endpoints, and of no others unless that was said. */
export function sdkClients(settings: ClientSettings): SdkClients {
  const loaded = new Map<string, Promise<LoadedClient>>();
  const isReal = (service: string): boolean => settings.real.includes(service) || settings.real.includes('all');

  const make = async (service: string): Promise<LoadedClient> => {
    const module = load(service, settings);
    const Client = clientOf(module, service);
    const probe = new Client({ region: settings.region, endpoint: 'http://127.0.0.1:1', credentials: LOCAL });
    const serviceId = probe.config.serviceId ?? service;
    probe.destroy();
    const endpoint = settings.endpoints.of(serviceId) ?? (await embedded(service));
    if (endpoint === undefined && !isReal(service)) {
      throw notServed(
        `a task calls ${serviceId}, and no endpoint of it is known: set ${settings.endpoints.variable(serviceId)} ` +
          'to that of a local one. AWS itself is called only when that is asked for.',
      );
    }
    const client = new Client({
      region: settings.region,
      maxAttempts: 1,
      ...(endpoint !== undefined && { endpoint }),
      ...(endpoint !== undefined && !isOfAws(endpoint) && { credentials: keysOf(settings.variables) }),
      ...(service === 's3' && { forcePathStyle: true }),
      // The host in a queue's URL would be called otherwise, whatever the endpoint is.
      ...(service === 'sqs' && { useQueueUrlAsEndpoint: false }),
    });
    return { client, module, serviceId, endpoint };
  };

  const embedded = (service: string): Promise<string> | undefined =>
    isReal(service) || !Object.hasOwn(settings.embedded, service) ? undefined : settings.embedded[service]?.();

  return {
    load(service) {
      let client = loaded.get(service);
      if (client === undefined) {
        client = make(service);
        loaded.set(service, client);
        // What is missing now may be installed before the next try.
        client.catch(() => loaded.delete(service));
      }
      return client;
    },
    isReachable: (service, serviceId) => isReal(service) || settings.endpoints.of(serviceId) !== undefined,
    close() {
      for (const client of loaded.values()) client.then(({ client: one }) => one.destroy()).catch(() => undefined);
    },
  };
}

/** Any keys will do for a local service. */
const LOCAL = { accessKeyId: 'local', secretAccessKey: 'local' };

function keysOf(variables: ClientSettings['variables']): typeof LOCAL & { sessionToken?: string } {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key, AWS_SESSION_TOKEN: token } = variables;
  if (id === undefined || key === undefined) return LOCAL;
  return { accessKeyId: id, secretAccessKey: key, ...(token !== undefined && { sessionToken: token }) };
}

function isOfAws(endpoint: string): boolean {
  return /\.amazonaws\.com(\.cn)?(:|\/|$)/.test(endpoint);
}

/** Packages whose names have more hyphens than the names in tasks: those that are met most, to tell what to install. */
const HYPHENATED = [
  'api-gateway',
  'application-auto-scaling',
  'auto-scaling',
  'bedrock-runtime',
  'cloudwatch-logs',
  'cognito-identity-provider',
  'cost-explorer',
  'emr-serverless',
  'rds-data',
  'redshift-data',
  'sagemaker-runtime',
  'secrets-manager',
];

function load(service: string, { project, others }: ClientSettings): Readonly<Record<string, unknown>> {
  const plain = service.replaceAll('-', '');
  for (const place of [join(project, 'package.json'), ...others]) {
    const require = createRequire(place);
    const installed = (require.resolve.paths('@aws-sdk/x') ?? [])
      .flatMap((folder) => foldersIn(join(folder, '@aws-sdk')))
      .find((name) => name.startsWith('client-') && name.replace('client-', '').replaceAll('-', '') === plain);
    if (installed !== undefined) return require(`@aws-sdk/${installed}`) as Readonly<Record<string, unknown>>;
  }
  const known = HYPHENATED.find((name) => name.replaceAll('-', '') === plain) ?? service;
  throw notServed(
    `a task calls ${service}, and its client is not installed: npm install --save-dev @aws-sdk/client-${known} in ${project}`,
  );
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

type ClientClass = new (config: object) => SdkClient;

function clientOf(module: Readonly<Record<string, unknown>>, service: string): ClientClass {
  const [name] = Object.keys(module).filter((one) => /^[A-Z]\w*Client$/.test(one));
  if (name === undefined) throw notServed(`the installed package of ${service} has no client`);
  return module[name] as ClientClass;
}
