const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** One of the six fields of a cron expression: its numbers, names for them, and what else may stand there. */
interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
  /** Besides numbers, lists, ranges, steps and `*`. */
  readonly special?: RegExp;
}

const FIELDS: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { least: 1, most: 12, names: MONTHS },
  { least: 1, most: 7, names: DAYS, special: /^(\?|L|[1-7]L|[1-7]#[1-5]|(SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/i },
  { least: 1970, most: 2199 },
];

/**
 * Whether `cron(...)` has six fields that the services take. Exactly one of the day of the month and the day of the week is `?`. Source:
 * EventBridge Scheduler user guide, "Schedule types".
 */
export function isCron(expression: string): boolean {
  const inner = /^cron\((.+)\)$/.exec(expression)?.[1];
  const fields = inner?.split(' ') ?? [];
  if (fields.length !== FIELDS.length) return false;
  if ((fields[2] === '?') === (fields[4] === '?')) return false;
  return FIELDS.every((field, i) => isField(fields[i] ?? '', field));
}

/** Whether `rate(...)` says how many minutes, hours or days. `strict` wants the singular with 1 and the plural with more. */
export function isRate(expression: string, strict: boolean): boolean {
  const [, value, , plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  if (value === undefined) return false;
  return !strict || (value === '1') === (plural === '');
}

/** Whether `at(...)` says a time that there is. */
export function isAt(expression: string): boolean {
  const time = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  if (time === undefined) return false;
  const read = new Date(`${time}Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(time);
}

function isField(text: string, field: Field): boolean {
  if (field.special?.test(text) === true) return true;
  return text.split(',').every((part) => isPart(part, field));
}

function isPart(part: string, field: Field): boolean {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const [from, to, ...more] = range.split('-').map((text) => numberOf(text, field));
  if (more.length > 0 || from === undefined || Number.isNaN(from)) return false;
  return to === undefined || (!Number.isNaN(to) && from <= to);
}

function numberOf(text: string, { least, most, names = [] }: Field): number {
  const named = names.indexOf(text.toUpperCase());
  const number = named === -1 ? (/^\d+$/.test(text) ? Number(text) : NaN) : named + least;
  return number >= least && number <= most ? number : NaN;
}
