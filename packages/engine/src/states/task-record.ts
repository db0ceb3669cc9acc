import type { Json } from '@flowmap/asl/language';
import type { Thread } from '../execution.js';
import { ERRORS, HeartbeatTimeout, StateFailure } from '../failure.js';
import { emit, recordedNext } from '../history.js';
import type { HistoryEvent } from '../ports.js';
import type { TaskEvents } from './task-events.js';

/** What a task is scheduled with. */
export interface Schedule {
  readonly resource: string;
  readonly arguments: Json;
  /** Seconds; undefined where the state has no limit of the kind. */
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  /** The role that the task's Credentials name. */
  readonly role: string | undefined;
}

/** Kept with a timeout that was one of heartbeats: the service shows no difference, and its names for catchers do. */
const HEARTBEAT = 'heartbeat';

/** The events of one attempt of a task. What its port says when the attempt is over is not recorded. */
export class TaskRecord {
  readonly #thread: Thread;
  readonly #events: TaskEvents;
  /**
   * That the work is under way since before a restart: what the service had answered when it was submitted, and null of
   * an activity that a worker had taken.
   */
  submission: Json | undefined;
  #isStarted = false;
  #isSubmitted = false;
  #isOver = false;
  /** Settles when the recorder has all events that the port told. */
  #told: Promise<void> | undefined;

  constructor(thread: Thread, events: TaskEvents) {
    this.#thread = thread;
    this.#events = events;
  }

  /** What an attempt that happens again was scheduled with; undefined for one that is new. */
  static scheduledBefore(thread: Thread, events: TaskEvents): { readonly arguments: Json } | undefined {
    const next = recordedNext(thread);
    return next?.type === events.scheduled ? { arguments: detailsOf(next)[events.argumentsField] ?? null } : undefined;
  }

  /** Whether somebody is at it, so that it owes heartbeats. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /**
   * The result of an attempt that happens again; undefined where its end was not recorded and its work is still to be
   * done. Throws the failure that was recorded, and Stopped.
   */
  async again(): Promise<{ readonly output: Json } | undefined> {
    const { startedBy, started, submitted, succeeded, failed, timedOut } = this.#events;
    for (let next = recordedNext(this.#thread); next !== undefined; next = recordedNext(this.#thread)) {
      const { output, error, cause } = detailsOf(next);
      if (next.type === started && !this.#isStarted) {
        if (startedBy === 'worker') this.submission = null;
        await this.#start();
      } else if (next.type === submitted && !this.#isSubmitted) {
        this.submission = output ?? null;
        await this.#submit();
      } else if (next.type === succeeded) {
        return { output: output ?? null };
      } else if (next.type === failed || next.type === timedOut) {
        throw next.kept === HEARTBEAT ? new HeartbeatTimeout() : new StateFailure(text(error), text(cause) ?? '');
      } else {
        break;
      }
    }
    await this.#thread.execution.past?.live(this.#thread);
    return undefined;
  }

  /** The task is given to its service, or into the queue of its activity. */
  scheduled(schedule: Schedule): void | Promise<void> {
    const { resource, argumentsField, scheduled, startedBy } = this.#events;
    const details: Record<string, Json> =
      argumentsField === 'input' ? { input: schedule.arguments } : { parameters: schedule.arguments };
    if (resource === undefined) {
      details['resource'] = schedule.resource;
    } else {
      details['region'] = this.#thread.execution.environment.region;
      Object.assign(details, resource);
    }
    if (schedule.timeout !== undefined) details['timeoutInSeconds'] = schedule.timeout;
    if (schedule.heartbeat !== undefined) details['heartbeatInSeconds'] = schedule.heartbeat;
    if (schedule.role !== undefined) details['taskCredentials'] = { roleArn: schedule.role };
    const held = emit(this.#thread, scheduled, details);
    if (startedBy !== 'service') return held;
    return held === undefined ? this.#start() : held.then(() => this.#start());
  }

  /** A worker took it; true where that was news. */
  started(worker?: string): boolean {
    if (this.#isOver || this.#isStarted) return false;
    this.#tell(this.#start(worker));
    return true;
  }

  /** Its service took the job that is waited for. */
  submitted(answer: Json): void {
    if (!this.#isOver) this.#tell(this.#submit(answer));
  }

  /** Nobody waits for it any more, and no event says so. */
  dropped(): void {
    this.#isOver = true;
  }

  succeeded(output: Json): void | Promise<void> {
    this.#isOver = true;
    const { succeeded, submitted, resource } = this.#events;
    const isWhole = this.#told === undefined && this.#isStarted && (submitted === undefined || this.#isSubmitted);
    if (!isWhole) return this.#succeededAfter(output);
    return emit(this.#thread, succeeded, resource === undefined ? { output } : { output, ...resource });
  }

  async #succeededAfter(output: Json): Promise<void> {
    await this.#told;
    await this.#start();
    await this.#submit();
    await emit(this.#thread, this.#events.succeeded, { output, ...this.#events.resource });
  }

  async failed(failure: StateFailure): Promise<void> {
    const { error, explanation } = failure;
    const isTimeout = error === ERRORS.timeout || error === ERRORS.heartbeat;
    this.#isOver = true;
    await this.#told;
    // Nobody may have come for the task of an activity; whoever failed it has.
    if (!isTimeout) await this.#start();
    const details = {
      ...(error === undefined ? {} : { error }),
      ...(explanation === undefined || explanation === '' ? {} : { cause: explanation }),
      ...this.#events.resource,
    };
    const kept = failure instanceof HeartbeatTimeout ? HEARTBEAT : undefined;
    await emit(this.#thread, isTimeout ? this.#events.timedOut : this.#events.failed, details, undefined, kept);
  }

  #start(worker?: string): void | Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { started, startedBy, resource } = this.#events;
    if (startedBy === 'service') return emit(this.#thread, started, resource);
    return emit(this.#thread, started, worker === undefined || worker === '' ? {} : { workerName: worker });
  }

  #submit(answer?: Json): void | Promise<void> {
    const { submitted, resource } = this.#events;
    if (this.#isSubmitted || submitted === undefined) return;
    this.#isSubmitted = true;
    return emit(this.#thread, submitted, { ...(answer === undefined ? {} : { output: answer }), ...resource });
  }

  #tell(event: void | Promise<void>): void {
    if (event === undefined) return;
    const before = this.#told;
    this.#told = before === undefined ? event : before.then(() => event);
    // What the recorder has against it comes out at the end.
    this.#told.catch(() => undefined);
    event.catch(() => undefined);
  }
}

function detailsOf({ details }: HistoryEvent): Readonly<Record<string, Json | undefined>> {
  return (details ?? {}) as Readonly<Record<string, Json>>;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
