import type { RunEvent } from '@flowmap/local';
import { itemIndex, type Invocation } from '@flowmap/graph';

/** A time span as people say it: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A time to the second, in UTC: `2026-01-31 12:00:00Z`. */
export function when(iso: string): string {
  return iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}

/** How much data: `812 bytes`, `3.4 KiB`, `1.2 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const kibibytes = bytes / 1024;
  return kibibytes < 1024 ? `${kibibytes.toFixed(1)} KiB` : `${(kibibytes / 1024).toFixed(1)} MiB`;
}

/** Items a second: three digits, as far as they say something. */
export function rate(perSecond: number): string {
  const digits = perSecond < 10 ? 1 : 0;
  return `${perSecond.toFixed(digits)}/s`;
}

/** The address of a task without deployment and run: `perChunk/summarise/17`. */
export function taskName({ step, i, from, to }: Invocation): string {
  const index = from === undefined || to === undefined ? i : itemIndex(i, `${from}-${to - 1}`);
  return index === '' ? step : `${step}/${index}`;
}

/** The address of a log line without deployment and run. */
export function shortAddress(address: string): string {
  return address.split('/').slice(2).join('/') || address;
}

/** A failed attempt in one line. */
export function failure({ task, place = task, error }: Extract<RunEvent, { type: 'failure' }>): string {
  const [first = ''] = error.message.split('\n');
  return `${taskName(place)} failed, attempt ${task.try + 1}: ${error.name}: ${first}`;
}
