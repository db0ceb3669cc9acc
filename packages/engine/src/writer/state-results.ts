import { LIMITS, type Json } from '@flowmap/asl/language';
import { jsonBytes } from '../quotas.js';
import type { Child } from './child-record.js';
import type { Results } from './results.js';
import { resultsOf, type WriterConfig } from './writer-config.js';

/**
 * Gathers the results of a Map Run for the output of its state, in the order of the children. `config` is of a ResultWriter
 * that writes nothing; without one, a child that failed has no element. `quotas` tells whether the payload limit holds:
 * what passes it is not kept.
 */
export class StateResults implements Results {
  readonly takesAll = false;
  readonly #config: WriterConfig | undefined;
  readonly #quotas: boolean;
  #outputs: (readonly Json[])[] | undefined = [];
  /** Of the brackets; each element brings its own and a comma. */
  #bytes = 1;

  constructor(config: WriterConfig | undefined, quotas: boolean) {
    this.#config = config;
    this.#quotas = quotas;
  }

  async begin(): Promise<void> {
    // There is nothing to prepare.
  }

  add(index: number, child: Child): void {
    if (this.#outputs === undefined) return;
    if (this.#config === undefined && child.run?.outcome.status !== 'SUCCEEDED') return;
    const elements = resultsOf(child, this.#config ?? COMPACT);
    if (this.#quotas) for (const element of elements) this.#bytes += jsonBytes(element) + 1;
    // All children still run, but what is known to be lost is not kept until then.
    if (this.#bytes > LIMITS.payloadBytes) this.#outputs = undefined;
    else this.#outputs[index] = elements;
  }

  addPending(): void {
    // They have no results.
  }

  async end(): Promise<void> {
    // All is here already.
  }

  result(): Json | undefined {
    const elements = this.#outputs?.flat();
    // What a state's output in lines is, is not recorded: the text of the lines.
    if (this.#config?.outputType !== 'JSONL') return elements;
    return elements?.map((element) => `${JSON.stringify(element)}\n`).join('');
  }
}

const COMPACT: WriterConfig = { transformation: 'COMPACT', outputType: 'JSON' };
