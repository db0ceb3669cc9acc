import { FlowError, isFlowError } from '@flowmap/graph';
import type { MetadataStore } from '@flowmap/store';

/** The methods that a task uses. */
const METHODS = ['run', 'facts', 'putFacts'] as const;
type Method = (typeof METHODS)[number];

/** A call of the metadata store, from a worker to the process that has the database. */
export interface MetadataCall {
  readonly metadata: number;
  readonly method: Method;
  readonly arguments: readonly unknown[];
}

/** What became of a call. */
export interface MetadataReply {
  readonly metadata: number;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** The metadata store as a worker sees it: each call goes to the process that has the database. */
export interface RemoteMetadata {
  readonly store: MetadataStore;
  /** Takes a reply that has come in. */
  receive(reply: MetadataReply): void;
}

/**
 * A metadata store behind a channel, so that a worker needs neither a client of AWS nor to know where the database is just now. It has
 * what tasks use; the rest throws `NOT_SERVED`.
 */
export function remoteMetadata(send: (call: MetadataCall) => void): RemoteMetadata {
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let next = 0;
  const call = (method: Method, ...args: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      const metadata = next++;
      open.set(metadata, { resolve, reject });
      send({ metadata, method, arguments: args });
    });
  const notServed = (): never => {
    throw new FlowError('NOT_SERVED', 'a worker of a local run does not do this');
  };
  return {
    store: {
      run: (deployment, run) => call('run', deployment, run),
      facts: (address) => call('facts', address),
      putFacts: (record, expires) => call('putFacts', record, expires),
      createRun: notServed,
      finishRun: notServed,
      reopenRun: notServed,
      runs: notServed,
      putDeployment: notServed,
      finishDeployment: notServed,
      deployments: notServed,
      claim: notServed,
      owner: notServed,
      owners: notServed,
      forgetDeployment: notServed,
    },
    receive({ metadata, value, error }) {
      const waiting = open.get(metadata);
      open.delete(metadata);
      if (error)
        waiting?.reject(new FlowError(error.code, error.message, error.hint === undefined ? {} : { hint: error.hint }));
      else waiting?.resolve(value);
    },
  };
}

/** Whether a message of a worker is a call of the metadata store. */
export function isMetadataCall(message: object): message is MetadataCall {
  return 'metadata' in message && 'method' in message && METHODS.includes(message.method as Method);
}

function perform(store: MetadataStore, { method, arguments: args }: MetadataCall): Promise<unknown> {
  switch (method) {
    case 'run':
      return store.run(...(args as Parameters<MetadataStore['run']>));
    case 'facts':
      return store.facts(...(args as Parameters<MetadataStore['facts']>));
    case 'putFacts':
      return store.putFacts(...(args as Parameters<MetadataStore['putFacts']>));
  }
}

/** Does what a worker asks of the metadata store, and replies. */
export async function answerMetadata(
  store: MetadataStore,
  call: MetadataCall,
  reply: (reply: MetadataReply) => void,
): Promise<void> {
  const { metadata } = call;
  try {
    reply({ metadata, value: await perform(store, call) });
  } catch (error) {
    const code = isFlowError(error) ? error.code : 'METADATA_FAILED';
    const hint = isFlowError(error) ? error.hint : undefined;
    const message = error instanceof Error ? error.message : String(error);
    reply({ metadata, error: { code, message, ...(hint !== undefined && { hint }) } });
  }
}
