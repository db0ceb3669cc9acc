import type { Json } from '@flowmap/asl/language';
import type { Interrupt } from '../interruptible.js';
import type { TaskRequest } from '../ports.js';
import type { Visit } from '../visit.js';
import type { TaskRecord } from './task-record.js';

/** What an attempt of a task is called with. */
export interface TaskCallParts {
  readonly resource: string;
  readonly arguments: Json;
  readonly credentials: Json | undefined;
  readonly record: TaskRecord;
  readonly interrupt: Interrupt;
}

/**
 * The request that a port gets. A class because there are many of them: a getter in an object literal makes each an
 * object of its own shape. The methods may be taken off it.
 */
export class TaskCall implements TaskRequest {
  readonly resource: string;
  readonly arguments: Json;
  readonly state: string;
  readonly execution: string;
  readonly attempt: number;
  declare readonly token?: string;
  declare readonly submission?: Json;
  declare readonly credentials?: Json;
  readonly submitted: (answer: Json) => void;
  readonly started: (worker?: string) => void;
  readonly heartbeat: () => void;
  readonly hold: () => () => void;
  readonly #interrupt: Interrupt;

  constructor(visit: Visit, { resource, arguments: given, credentials, record, interrupt }: TaskCallParts) {
    this.resource = resource;
    this.arguments = given;
    this.state = visit.name;
    this.execution = visit.thread.execution.arn;
    this.attempt = visit.retries;
    if (visit.token !== undefined) this.token = visit.token;
    if (record.submission !== undefined) this.submission = record.submission;
    if (credentials !== undefined) this.credentials = credentials;
    this.submitted = (answer) => record.submitted(answer);
    this.started = (worker) => {
      if (record.started(worker)) interrupt.heartbeat();
    };
    this.heartbeat = () => interrupt.heartbeat();
    this.hold = () => interrupt.hold();
    this.#interrupt = interrupt;
  }

  get signal(): AbortSignal {
    return this.#interrupt.signal;
  }
}
