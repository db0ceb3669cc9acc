import type { Catcher, ChoiceRule, Json } from '@flowmap/asl/language';
import type { Scope } from '../expression/scope.js';
import type { Template } from '../expression/template.js';
import type { Visit } from '../visit.js';

/** A field that holds a value: `TimeoutSeconds`, or `TimeoutSecondsPath` where that is the one that is there. */
export interface Value {
  /** As it is written in the state. */
  readonly field: string;
  readonly template: Template;
}

/** Fields inside a state: those of an ItemBatcher. */
export interface Part {
  /** Its way into the state: `ItemReader/ReaderConfig`. */
  readonly place: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a value must be. */
export interface Expected<T extends Json> {
  /** As the service names the type: `number`. */
  readonly type: 'number' | 'string' | 'boolean' | 'array';
  /** Another type that will do. */
  readonly or?: 'object';
  /** Of a number: that it is a whole one. JSONPath calls the others a float. */
  readonly isWhole?: boolean;
  /** What is wrong with a value of the right type; undefined when nothing is. */
  readonly fault?: (value: T) => string | undefined;
}

/** How the end of a state becomes its output and its variables. */
export interface Ending {
  readonly next: string | undefined;
  /** The state's output. `result` is its work's, or the effective input of a state that does none. */
  output(visit: Visit, result: Json): Json | Promise<Json>;
  /** The variables that are set; undefined where none are. */
  readonly assign?: (visit: Visit, result: Json) => Json | Promise<Json>;
}

/**
 * How one state's fields make data of data. Each of the two query languages is an implementation; what a state does is
 * written once, on this interface. Made when a definition is compiled: what is wrong is reported there.
 */
export interface DataFlow {
  readonly language: 'JSONata' | 'JSONPath';
  /** Makes the effective input of the input; undefined where they are the same. */
  readonly input?: (visit: Visit) => Json | Promise<Json>;
  /** What goes to the state's work; undefined where it is the effective input. */
  readonly arguments: Template | undefined;
  /** The state's own end. */
  readonly ending: Ending;
  /** A field of the state, or of a part of it, with a value in the form that it has there; undefined where it has none. */
  value(field: string, part?: Part): Value | undefined;
  /** A part of the state in which expressions stand: ItemSelector. `place` is as the service names it in errors. */
  template(place: string, part: unknown): Template | undefined;
  /** What happens when this catcher has caught. */
  handler(catcher: Catcher, index: number): Ending;
  /** A rule of a Choice: whether it holds, and its end. */
  rule(rule: ChoiceRule, index: number): Rule;
  /** Evaluates a field and fails the state where its value is not as expected. */
  valueOf<T extends Json>(visit: Visit, value: Value, expected: Expected<T>, scope?: Scope): Promise<T>;
}

/** A rule of a Choice. */
export interface Rule {
  holds(visit: Visit): boolean | Promise<boolean>;
  readonly ending: Ending;
}
