const FORM = /^task (\d+) (\d+) (\d+) (\S.*)$/s;

/** What a task token stands for. */
export interface TokenPlace {
  /** ARN of the execution that waits. */
  readonly execution: string;
  /** Id of the event that entered the state. */
  readonly entered: number;
  /** Redrives of the execution before. */
  readonly redrives: number;
  /** Retries of the state before this attempt. */
  readonly attempt: number;
}

/**
 * The token of an attempt of a task. It follows from its place, so an execution that goes on from its journal waits for
 * the token that it gave away before. Text of letters, digits, `-` and `_`, opaque to those who hold it.
 */
export function taskToken({ execution, entered, redrives, attempt }: TokenPlace): string {
  return Buffer.from(`task ${entered} ${redrives} ${attempt} ${execution}`, 'utf8').toString('base64url');
}

/** The place that a token stands for; undefined for a text that is no token of the engine's. */
export function placeOfToken(token: string): TokenPlace | undefined {
  const [, entered, redrives, attempt, execution] = FORM.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (execution === undefined) return undefined;
  const place = { execution, entered: Number(entered), redrives: Number(redrives), attempt: Number(attempt) };
  // A base64 text may have more than one spelling; a token has one.
  return taskToken(place) === token ? place : undefined;
}

/**
 * ARN of the execution that a token belongs to; undefined for a text that is no token. With it, a host that knows its
 * executions tells an answer that comes early from one to an execution that has ended.
 */
export function executionOfToken(token: string): string | undefined {
  return placeOfToken(token)?.execution;
}
