import { PRICES, type Forecast, type ForeachForecast, type QuotaShare } from '@flowmap/asl';
import { type Diagnostic, hasErrors } from '@flowmap/graph';
import type { Paint } from './paint.js';
import { renderTable } from './table.js';
import { duration } from './words.js';

/** A forecast as a person reads it: each foreach, the whole run, its requests, its nearest quota, and what was assumed. */
export function renderForecast(name: string, forecast: Forecast, paint: Paint): string {
  const { foreachs, total, dollars, least, quotas, cases, unknown } = forecast;
  const heads = ['foreach', 'items', 'strategy', 'transitions', 'children', 'Map Runs', 'events', 'dollars'];
  const whole = [
    name,
    '',
    '',
    number(total.transitions),
    number(total.executions),
    number(total.mapRuns),
    number(total.events),
    money(dollars.total),
  ];
  const { gets, puts, lists, reads, writes } = total.stores;
  const facts: (readonly [string, string])[] = [
    [
      'states call',
      Object.entries(total.requests)
        .map(([api, count]) => `${api} ${number(count)}`)
        .join(', '),
    ],
    ['tasks ask S3', `GET ${number(gets)}, PUT ${number(puts)}, LIST ${number(lists)}`],
    ['tasks ask DynamoDB', `reads ${number(reads)}, writes ${number(writes)}`],
    [
      'dollars',
      `transitions ${money(dollars.transitions)}, S3 ${money(dollars.objects)}, DynamoDB ${money(dollars.table)}` +
        (dollars.express > 0 ? `, EXPRESS ${money(dollars.express)}` : ''),
    ],
    ['state data', `${number(total.stateDataBytes)} bytes at the most`],
    ['longest child', `${number(total.childEvents)} events`],
    [
      'at least',
      `${duration(least.seconds * 1000)}${least.seconds > 0 ? ` by ${least.by}` : ''}, and what the code takes`,
    ],
    ['nearest quota', nearest(quotas)],
    ...cases.map(({ choose, key, given }): readonly [string, string] => {
      return [choose, `${key ?? 'otherwise'}${given ? '' : ', the dearest case'}`];
    }),
    ...(unknown.length === 0 ? [] : [['not counted', unknown.join(', ')] as const]),
  ];
  const width = Math.max(...facts.map(([head]) => head.length));
  return [
    renderTable(heads, [...foreachs.map(row), whole], paint),
    ...facts.map(([head, text]) => `${paint('dim', head.padEnd(width))}  ${text}`),
    '',
    paint('dim', `Nothing fails; a retry adds a transition and 3 events, 4 on AWS Batch. Prices of ${PRICES.date} in`),
    paint(
      'dim',
      `${PRICES.region}, without compute, storage, traffic and free tiers. Each task in a process of its own.`,
    ),
    '',
  ].join('\n');
}

/** A forecast in a line: what one run costs beside its compute. */
export function renderCost({ total, dollars }: Forecast): string {
  return `A run takes ${number(total.transitions)} transitions and costs ${money(dollars.total)}, without its compute.\n`;
}

/** Forecasts of one flow in several strategies, a line for each. */
export function renderComparison(
  forecasts: readonly {
    readonly name: string;
    readonly forecast: Forecast | undefined;
    readonly diagnostics: readonly Diagnostic[];
  }[],
  paint: Paint,
): string {
  const heads = ['strategy', 'transitions', 'children', 'Map Runs', 'dollars', 'at least', 'nearest quota'];
  const rows = forecasts.map(({ name, forecast, diagnostics }) => {
    if (!forecast) return [name, '-', '-', '-', '-', '-', `refused: ${refusal(diagnostics)}`];
    const { total, dollars, least, quotas } = forecast;
    return [
      name,
      number(total.transitions),
      number(total.executions),
      number(total.mapRuns),
      money(dollars.total),
      duration(least.seconds * 1000),
      hasErrors(diagnostics) ? `must fail: ${short(quotas)}` : short(quotas),
    ];
  });
  return renderTable(heads, rows, paint);
}

/** Why a strategy cannot be taken for a flow: the first reason, without what comes behind its colon. */
function refusal(diagnostics: readonly Diagnostic[]): string {
  const { code = '', message = '' } = diagnostics.find(({ severity }) => severity === 'error') ?? {};
  return `${message.split(': ').at(-1) ?? message} (${code})`;
}

function row({ id, strategy, items, instances, each, dollars }: ForeachForecast): readonly string[] {
  const wide = `${instances > 1 ? `${number(instances)} x ` : ''}${number(items)}`;
  if (instances === 0) return [id, 'not run', strategy, '-', '-', '-', '-', '-'];
  if (!each || !dollars) return [id, wide, strategy, '?', '?', '?', '?', '?'];
  return [
    id,
    wide,
    strategy,
    number(instances * each.transitions),
    number(instances * each.executions),
    number(instances * each.mapRuns),
    number(each.events),
    money(dollars.total),
  ];
}

function nearest([first]: readonly QuotaShare[]): string {
  if (!first) return '';
  return `${number(first.used)} of ${number(first.limit)} ${first.quota}, ${percent(first)}`;
}

function short([first]: readonly QuotaShare[]): string {
  return first ? `${first.quota}, ${percent(first)}` : '';
}

function percent({ used, limit }: QuotaShare): string {
  const share = (100 * used) / limit;
  return `${share < 10 ? share.toFixed(1) : number(Math.round(share))} %`;
}

function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/gu, ',');
}

/** Dollars with three digits that say something. */
function money(dollars: number): string {
  if (dollars === 0) return '$0';
  return `$${dollars.toFixed(dollars >= 1 ? 2 : Math.min(9, 2 - Math.floor(Math.log10(dollars))))}`;
}
