import type { Answer, Facts, NodeId, Publication } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';
import { factsAddress } from '../resumed/facts-address.js';
import { startedFacts } from '../resumed/started-facts.js';
import type { RunScope } from '../run-scope.js';

/** How long facts are kept by default: as long as the service keeps the history of an execution. */
const KEEP_SECONDS = 90 * 24 * 60 * 60;

/** Puts the facts of a task where later states and tasks find them. Publishing them again changes nothing. */
export async function publish(address: string, run: string, facts: Facts, ports: TaskPorts): Promise<void> {
  const seconds = ports.keepSeconds ?? KEEP_SECONDS;
  await ports.metadata.putFacts({ address, run, facts }, new Date(ports.clock.now() + seconds * 1000));
}

/** A committed task whose facts are wanted. */
export interface Answering {
  readonly node: NodeId;
  readonly index: string;
  readonly publications: readonly Publication[];
  /** Seconds in which the attempt has to have ended, from its start. */
  readonly timeout?: number | undefined;
}

/** Publishes the facts of a committed task, and answers with them. */
export async function answerWith(
  scope: RunScope,
  { node, index, publications, timeout }: Answering,
  facts: Facts | undefined,
  ports: TaskPorts,
): Promise<Answer> {
  if (!facts) return {};
  const told = await startedFacts(scope, index, { facts, publications }, { ...ports, timeout });
  await publish(factsAddress(scope, node, index), scope.run, told, ports);
  return { f: told };
}
