/** One of the six fields of a cron: its numbers, names for them, and what else may stand there. */
interface CronField {
  readonly what: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
  /** Besides numbers, lists, ranges, steps and `*`. */
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Source: Amazon EventBridge Scheduler user guide, "Schedule types". */
const FIELDS: readonly CronField[] = [
  { what: 'minutes', least: 0, most: 59 },
  { what: 'hours', least: 0, most: 23 },
  { what: 'day', least: 1, most: 31, special: /^(?:\?|L|LW|(?:[1-9]|[12]\d|3[01])W)$/u },
  { what: 'month', least: 1, most: 12, names: MONTHS },
  {
    what: 'weekday',
    least: 1,
    most: 7,
    names: WEEKDAYS,
    special: /^(?:\?|L|[1-7](?:L|#[1-5])|(?:SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/u,
  },
  { what: 'year', least: 1970, most: 2199 },
];

/** Why a schedule's expression is none; undefined where it is one. */
export function expressionProblem(expression: string): string | undefined {
  const [, kind = '', inner = ''] = /^(cron|rate|at)\((.*)\)$/su.exec(expression) ?? [];
  if (kind === 'cron') return cronProblem(inner.split(' '));
  if (kind === 'rate') return rateProblem(inner);
  if (kind === 'at') return isTime(inner) ? undefined : 'at no time like 2026-12-01T06:00:00';
  return 'neither cron(...) nor rate(...) nor at(...)';
}

function cronProblem(fields: readonly string[]): string | undefined {
  if (fields.length !== FIELDS.length) {
    const names = FIELDS.map(({ what }) => what).join(' ');
    return `a cron with ${fields.length} fields, and it has ${FIELDS.length}: ${names}`;
  }
  const [, , day, , weekday] = fields;
  if ((day === '?') === (weekday === '?')) return 'a cron in which not exactly one of day and weekday is ?';
  const odd = FIELDS.findIndex((field, at) => !isField(fields[at] ?? '', field));
  return odd < 0 ? undefined : `a cron with the ${FIELDS[odd]?.what} ${JSON.stringify(fields[odd])}`;
}

function isField(text: string, field: CronField): boolean {
  return field.special?.test(text.toUpperCase()) === true || text.split(',').every((part) => isPart(part, field));
}

/** `*`, a number or a range, and behind it perhaps a step. */
function isPart(part: string, field: CronField): boolean {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/u.test(step))) return false;
  if (range === '*') return true;
  const [from = NaN, to, ...more] = range.split('-').map((text) => numberOf(text, field));
  return more.length === 0 && !Number.isNaN(from) && (to === undefined || from <= to);
}

/** NaN for what the field cannot be. */
function numberOf(text: string, { least, most, names = [] }: CronField): number {
  const named = names.indexOf(text.toUpperCase());
  const number = named >= 0 ? named + least : /^\d+$/u.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : NaN;
}

function rateProblem(inner: string): string | undefined {
  const [, value = '', unit = ''] = /^([1-9]\d*) (minutes?|hours?|days?)$/u.exec(inner) ?? [];
  if (unit === '') return 'no rate like 15 minutes, 1 hour or 2 days';
  const isOne = Number(value) === 1;
  return isOne === unit.endsWith('s')
    ? `a rate of ${inner}, which is written ${value} ${isOne ? unit.slice(0, -1) : `${unit}s`}`
    : undefined;
}

/** A date that there is: others become one of the next month, or none. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u.test(text)) return false;
  const time = new Date(`${text}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
