import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FlowError } from '@flowmap/graph';
import { entryUrl } from '../entries.js';

/** A DynamoDB on this machine. */
export interface DynamodbServer {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Whether this process runs it. */
  readonly own: boolean;
  /** Stops it, if it is this process's own, once the requests under way are answered. */
  close(): Promise<void>;
}

/** How long to wait for a database that is held but does not answer, and between two looks at it. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 50;

/**
 * Opens the DynamoDB of a folder, or joins the one that another process has open there: the operating system lets one
 * process at a time open the database, and releases it when that process dies. Throws `DATABASE_HELD` when neither works.
 */
export async function joinDynamodb(folder: string, patience: number = PATIENCE_MS): Promise<DynamodbServer> {
  const path = join(folder, 'dynamodb');
  const portFile = join(folder, 'dynamodb.port');
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new FlowError('FOLDER_NOT_WRITABLE', `cannot create ${path}: ${(cause as Error).message}`, { cause });
  }
  for (let waited = 0; ; waited += PAUSE_MS) {
    const own = await open(path);
    if ('port' in own) {
      await publish(portFile, own.port);
      return {
        endpoint: `http://127.0.0.1:${own.port}`,
        own: true,
        async close() {
          await rm(portFile, { force: true });
          await own.close();
        },
      };
    }
    const port = await publishedPort(portFile);
    if (port !== undefined && (await answers(port))) {
      return { endpoint: `http://127.0.0.1:${port}`, own: false, close: () => Promise.resolve() };
    }
    if (waited >= patience) {
      throw new FlowError('DATABASE_HELD', `cannot open the database ${path}: ${own.reason}`, {
        hint: `Another process holds it and does not answer, or it is damaged. End that process, or remove ${dirname(portFile)}.`,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Starts a thread with the database, or says why it could not be opened. */
function open(path: string): Promise<{ readonly port: number; close(): Promise<void> } | { readonly reason: string }> {
  return new Promise((resolve) => {
    const thread = new Worker(entryUrl('entry-dynamodb'), { workerData: { path }, stderr: true, stdout: true });
    thread.once('error', (error) => resolve({ reason: error.message }));
    thread.once('message', ({ port }: { readonly port: number }) => {
      thread.unref();
      resolve({
        port,
        close: () =>
          new Promise<void>((done) => {
            thread.ref();
            thread.once('exit', () => done());
            thread.postMessage('close');
          }),
      });
    });
  });
}

async function publish(file: string, port: number): Promise<void> {
  const next = `${file}.${process.pid}`;
  await writeFile(next, JSON.stringify({ port, pid: process.pid }));
  await rename(next, file);
}

async function publishedPort(file: string): Promise<number | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { readonly port: number }).port;
  } catch {
    return undefined;
  }
}

/** Whether a server answers at a port of this machine. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent: false, timeout: 1000 }, (response) => {
      response.resume();
      resolve(true);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
