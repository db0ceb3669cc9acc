import type { ForeachNode } from './nodes.js';
import type { NodeId, ParamReference } from './reference.js';

/** A number that stands on a foreach: written there, or a parameter that each run gives. */
export type Setting = number | ParamReference;

/** The places on a foreach where a setting can stand. */
export type SettingField = 'concurrency' | 'tolerate.count' | 'tolerate.percentage';

/** What a setting can be: every number between two, both included, or the whole ones alone. */
export interface SettingRange {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** What each setting can be. The service takes no larger MaxConcurrency. */
export const SETTING_RANGES: { readonly [field in SettingField]: SettingRange } = {
  concurrency: { least: 1, most: 99_999_999, whole: true },
  'tolerate.count': { least: 0, most: Infinity, whole: true },
  'tolerate.percentage': { least: 0, most: 100, whole: false },
};

/** The settings of a foreach that are there. */
export function settingsOf({
  tolerate,
  concurrency,
}: Pick<ForeachNode, 'tolerate' | 'concurrency'>): readonly (readonly [SettingField, Setting])[] {
  const settings: readonly (readonly [SettingField, Setting | undefined])[] = [
    ['concurrency', concurrency],
    ['tolerate.count', tolerate?.count],
    ['tolerate.percentage', tolerate?.percentage],
  ];
  return settings.flatMap(([field, setting]) => (setting === undefined ? [] : [[field, setting] as const]));
}

/** The name of the fact that holds a setting which is a parameter: `perChunk.concurrency`. No node has a name like it. */
export function settingFact(foreach: NodeId, field: SettingField): string {
  return `${foreach}.${field}`;
}

/** Whether a number can stand in a field. */
export function fitsSetting(field: SettingField, value: number): boolean {
  const { least, most, whole } = SETTING_RANGES[field];
  return value >= least && value <= most && (!whole || Number.isInteger(value));
}
