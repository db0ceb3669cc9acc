import type { Roles } from '../iam/roles.js';
import { decimal, oneOf, type Shape, structure, text, whole } from '../protocol/shape.js';
import { isAt, isCron, isRate } from '../timing/schedule-expression.js';
import type { Schedule } from './schedule-record.js';
import { invalid } from './schedules.js';

interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
}

interface Window {
  readonly Mode: 'OFF' | 'FLEXIBLE';
  readonly MaximumWindowInMinutes?: number;
}

/** What every request about a schedule has to say. */
export const REQUIRED: {
  readonly ScheduleExpression: Shape<string>;
  readonly Target: Shape<Target>;
  readonly FlexibleTimeWindow: Shape<Window>;
} = {
  ScheduleExpression: text({ min: 1, max: 256 }),
  Target: structure(
    {
      Arn: text({ min: 1, max: 1600 }),
      RoleArn: text({ min: 1, max: 1600, pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/ }),
    },
    {
      Input: text({ min: 1 }),
      DeadLetterConfig: structure({}, { Arn: text({ min: 1, max: 1600, pattern: /^arn:aws[a-z-]*:sqs:.+$/ }) }),
      RetryPolicy: structure({}, { MaximumEventAgeInSeconds: whole(60, 86_400), MaximumRetryAttempts: whole(0, 185) }),
    },
  ),
  FlexibleTimeWindow: structure({ Mode: oneOf('OFF', 'FLEXIBLE') }, { MaximumWindowInMinutes: whole(1, 1440) }),
};

/** What it may say; an update sets what it leaves out to the defaults. */
export const OPTIONAL: {
  readonly StartDate: Shape<number>;
  readonly EndDate: Shape<number>;
  readonly Description: Shape<string>;
  readonly ScheduleExpressionTimezone: Shape<string>;
  readonly State: Shape<'ENABLED' | 'DISABLED'>;
  readonly KmsKeyArn: Shape<string>;
  readonly ActionAfterCompletion: Shape<'NONE' | 'DELETE'>;
} = {
  StartDate: decimal,
  EndDate: decimal,
  Description: text({ max: 512 }),
  ScheduleExpressionTimezone: text({ min: 1, max: 50 }),
  State: oneOf('ENABLED', 'DISABLED'),
  KmsKeyArn: text({ min: 1, max: 2048 }),
  ActionAfterCompletion: oneOf('NONE', 'DELETE'),
};

/** The members of {@link REQUIRED} and {@link OPTIONAL}. */
export interface GivenSettings {
  readonly ScheduleExpression: string;
  readonly Target: Target;
  readonly FlexibleTimeWindow: Window;
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly Description?: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly KmsKeyArn?: string;
  readonly ActionAfterCompletion?: 'NONE' | 'DELETE';
}

/** Checks what a request says, and gives it with the defaults of the service. Throws `ValidationException`. */
export function checkedSettings(given: GivenSettings, now: Date, roles: Roles): Schedule['settings'] {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: zone = 'UTC' } = given;
  if (!isCron(expression) && !isRate(expression, false) && !isAt(expression)) {
    throw invalid(`Invalid Schedule Expression ${expression}.`);
  }
  if (!isZone(zone)) throw invalid(`Invalid Schedule Expression Timezone ${zone}.`);
  checkWindow(given.FlexibleTimeWindow);
  checkDates(given, now);
  checkTarget(given.Target, roles);
  const { StartDate: start, EndDate: end, ...rest } = given;
  return {
    ...rest,
    ScheduleExpressionTimezone: zone,
    State: given.State ?? 'ENABLED',
    ActionAfterCompletion: given.ActionAfterCompletion ?? 'NONE',
    Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }, ...given.Target },
    ...(start !== undefined && { StartDate: new Date(start * 1000) }),
    ...(end !== undefined && { EndDate: new Date(end * 1000) }),
  };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function checkWindow({ Mode: mode, MaximumWindowInMinutes: minutes }: Window): void {
  if (mode === 'OFF' && minutes !== undefined) {
    throw invalid('MaximumWindowInMinutes is not allowed when FlexibleTimeWindow Mode is OFF.');
  }
  if (mode === 'FLEXIBLE' && minutes === undefined) {
    throw invalid('MaximumWindowInMinutes must be provided when FlexibleTimeWindow Mode is FLEXIBLE.');
  }
}

/** A start may be five minutes ago. Source: API reference, CreateSchedule. */
const GRACE_SECONDS = 300;

function checkDates({ StartDate: start, EndDate: end }: GivenSettings, now: Date): void {
  const seconds = now.getTime() / 1000;
  if (start !== undefined && start < seconds - GRACE_SECONDS) {
    throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
  }
  if (end !== undefined && end < seconds) throw invalid('The EndDate you specify must be in the future.');
  if (start !== undefined && end !== undefined && end <= start) {
    throw invalid('The EndDate you specify must be later than the StartDate.');
  }
}

function checkTarget({ Arn: arn, RoleArn: role, Input: input }: Target, roles: Roles): void {
  if (!/^arn:aws[a-z-]*:[a-z0-9-]+:.*$/.test(arn)) throw invalid(`Provided Arn is not in correct format: ${arn}`);
  if (!roles.canBeAssumedBy('scheduler.amazonaws.com', role)) {
    throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
  }
  if (input === undefined || !/:(states|lambda):/.test(arn)) return;
  try {
    JSON.parse(input);
  } catch {
    throw invalid(`Invalid Json: ${input}`);
  }
}
