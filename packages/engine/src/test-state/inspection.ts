import type { Json, State } from '@flowmap/asl/language';
import type { InspectionData } from './request.js';
import type { Subject } from './subject.js';

type Step = Exclude<keyof InspectionData, 'errorDetails' | 'variables' | keyof typeof NUMBERS>;

const NUMBERS = { maxConcurrency: true, toleratedFailureCount: true, toleratedFailurePercentage: true } as const;
const ITEMS: readonly Step[] = ['afterItemsPath', 'afterItemsPointer', 'afterItemSelector', 'afterItemBatcher'];
const AROUND: readonly Step[] = ['afterResultSelector', 'afterResultPath'];
const BEFORE: readonly Step[] = ['afterInputPath', 'afterParameters'];

/**
 * The steps that the service shows of each type of state, as recorded; not of all that has them: of a Map, the result
 * is not shown, and of a Parallel nothing that comes before its result.
 */
const SHOWN: Readonly<Record<Subject['language'], Readonly<Partial<Record<State['Type'], readonly Step[]>>>>> = {
  JSONPath: {
    Task: [...BEFORE, 'result', ...AROUND],
    Pass: [...BEFORE, ...AROUND],
    Choice: ['afterInputPath'],
    Wait: ['afterInputPath'],
    Succeed: ['afterInputPath'],
    Map: ['afterInputPath', ...ITEMS, ...AROUND],
    Parallel: AROUND,
  },
  JSONata: {
    Task: ['afterArguments', 'result'],
    Map: ITEMS.filter((step) => step !== 'afterItemsPath'),
  },
};

/** A Pass with a Result looks at nothing before it. */
const PASS_WITH_RESULT: readonly Step[] = ['result', ...AROUND];

/** Collects the steps of a state's data flow. */
export class Inspection {
  readonly #subject: Subject;
  readonly #seen = new Map<string, Json>();
  #hasFailed = false;

  constructor(subject: Subject, input: Json) {
    this.#subject = subject;
    this.#seen.set('input', input);
  }

  /** Takes what a step has given. */
  readonly take = (field: string, value: Json): void => {
    if (!this.#hasFailed) this.#seen.set(field, value);
  };

  /** What a catcher makes of a failure is no step of the state. That this is so is not recorded. */
  failed(): void {
    this.#hasFailed = true;
  }

  get(field: string): Json | undefined {
    return this.#seen.get(field);
  }

  /** What the service shows of the steps. */
  data(): InspectionData {
    this.#fill();
    const { state, language } = this.#subject;
    const shown = state.Type === 'Pass' && state.Result !== undefined ? PASS_WITH_RESULT : SHOWN[language][state.Type];
    const steps = (['input', ...(shown ?? [])] as const).filter((step) => this.#seen.has(step));
    const numbers = Object.keys(NUMBERS).filter((field) => this.#seen.has(field));
    return Object.fromEntries([
      ...steps.map((step) => [step, JSON.stringify(this.#seen.get(step))]),
      ...numbers.map((field) => [field, this.#seen.get(field)]),
    ]) as InspectionData;
  }

  /** A step whose field a state does not have passes on what it is given, and is shown too. */
  #fill(): void {
    const { state, language } = this.#subject;
    if (language === 'JSONata') {
      if (state.Type === 'Task') this.#pass('input', 'afterArguments', state.Arguments !== undefined);
      return;
    }
    this.#pass('input', 'afterInputPath', state.InputPath !== undefined);
    this.#pass('afterInputPath', 'afterParameters', state.Parameters !== undefined);
    if (state.Type === 'Pass') {
      if (state.Result !== undefined) this.#seen.set('result', state.Result);
      this.#pass(state.Result === undefined ? 'afterParameters' : 'result', 'afterResultSelector', false);
    } else {
      this.#pass('result', 'afterResultSelector', state.ResultSelector !== undefined);
    }
    this.#pass('afterResultSelector', 'afterResultPath', state.ResultPath !== undefined);
  }

  #pass(from: string, to: string, isMade: boolean): void {
    const value = this.#seen.get(from);
    if (!isMade && value !== undefined && !this.#seen.has(to)) this.#seen.set(to, value);
  }
}
