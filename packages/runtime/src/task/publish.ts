import type { Answer, Facts } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';

/** How long facts are kept by default: as long as the service keeps the history of an execution. */
const KEEP_SECONDS = 90 * 24 * 60 * 60;

/** Puts the facts of a task where later states and tasks find them. Publishing them again changes nothing. */
export async function publish(address: string, run: string, facts: Facts, ports: TaskPorts): Promise<void> {
  const seconds = ports.keepSeconds ?? KEEP_SECONDS;
  await ports.metadata.putFacts({ address, run, facts }, new Date(ports.clock.now() + seconds * 1000));
}

/** Publishes the facts of a committed task, and answers with them. */
export async function answerWith(
  address: string,
  run: string,
  facts: Facts | undefined,
  ports: TaskPorts,
): Promise<Answer> {
  if (!facts) return {};
  await publish(address, run, facts, ports);
  return { f: facts };
}
