// Our engine. Its history is made and counted, as somebody who records it would have it.
import { randomUUID } from 'node:crypto';
import { run, simulatedClock } from '../../../packages/engine/dist/index.js';
import { itemsOf, machine, readerMachine, task } from '../machines.mjs';

async function finish(definition, input, { work = task, objects, quotas = 'off' } = {}) {
  let events = 0;
  const outcome = await run(
    definition,
    input,
    {
      task: (request) => work(request.arguments),
      clock: simulatedClock(),
      random: Math.random,
      uuid: randomUUID,
      record: () => void (events += 1),
      ...(objects && { objects }),
    },
    { quotas },
  );
  if (outcome.status !== 'SUCCEEDED') throw new Error(`${outcome.error}: ${outcome.cause}`);
  return { output: outcome.output, events };
}

/** A map over items of its input. */
export function map(language, mode, work) {
  const definition = machine({ language, mode });
  return async (count) => {
    const input = { items: itemsOf(count) };
    return async () => {
      const { output, events } = await finish(definition, input, { work });
      if (output.length !== count) throw new Error(`${output.length} results of ${count}`);
      return events;
    };
  };
}

/** A distributed map over the lines of an object that is made as it is read. */
export async function reader(count) {
  const objects = {
    async *list() {},
    get: async () => ({ size: count * 40, body: lines(count) }),
    put: async () => {},
    upload: async () => ({ write: async () => {}, complete: async () => {}, abort: async () => {} }),
  };
  return async () => (await finish(readerMachine(), {}, { objects, quotas: 'enforced' })).events;
}

const LINES = 1000;

async function* lines(count) {
  for (let from = 0; from < count; from += LINES) {
    const length = Math.min(LINES, count - from);
    const text = Array.from({ length }, (_, i) => `{"n":${from + i},"values":[${i},${i + 1}]}\n`).join('');
    yield Buffer.from(text);
  }
}
