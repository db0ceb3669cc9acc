import { taskHandlers } from './handlers/task-handlers.js';
import type { Ports } from './ports.js';
import { simulatedClock } from './simulated-clock.js';

/**
 * Ports for those that are not given, the same in every run: a simulated clock that begins with the year 2025, random
 * numbers of a fixed sequence, ids that count up (`00000000-0000-4000-8000-000000000001`), and no handler for any task.
 * A program that is no test gives its own.
 */
export function withDefaults(given: Partial<Ports>): Ports {
  const { clock, task, random, uuid } = given;
  if (clock !== undefined && task !== undefined && random !== undefined && uuid !== undefined) return given as Ports;
  const handle = taskHandlers({});
  const draw = randomNumbers();
  const name = countedIds();
  const ports: Ports = {
    clock: clock ?? simulatedClock(),
    task: async (request) => await (given.task?.(request) ?? handle(request)),
    random: () => given.random?.() ?? draw(),
    uuid: () => given.uuid?.() ?? name(),
  };
  // Ports may be methods of a class, so what is there is kept as it is.
  return Object.assign(Object.create(given) as Partial<Ports>, ports);
}

/** Numbers in [0, 1) that look random and are the same each time. */
function randomNumbers(): () => number {
  let state = 0x9e3779b9;
  return () => {
    // xorshift of 32 bits: it visits every state but 0.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function countedIds(): () => string {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;
}
