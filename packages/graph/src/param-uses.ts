import { bodiesOf } from './graph-index.js';
import type { FlowGraph } from './flow-graph.js';
import type { Body } from './nodes.js';
import type { NodeId } from './reference.js';
import type { SettingField } from './settings.js';
import { fitsSetting, SETTING_RANGES, settingsOf } from './settings.js';

/** A parameter's use as a setting of foreachs. */
export interface ParamUse {
  readonly field: SettingField;
  readonly foreachs: readonly NodeId[];
}

/** The parameters that are settings of foreachs, with what they are used as. */
export type ParamUses = ReadonlyMap<string, readonly ParamUse[]>;

/** What the parameters of a flow are used as: what their values must fit beside their types. */
export function paramUsesOf(graph: FlowGraph): ParamUses {
  const uses = new Map<string, ParamUse[]>();
  const note = (param: string, field: SettingField, foreach: NodeId): void => {
    const known = uses.get(param) ?? [];
    const at = known.findIndex((use) => use.field === field);
    const before = known[at]?.foreachs ?? [];
    const use = { field, foreachs: [...before, foreach] };
    uses.set(param, at < 0 ? [...known, use] : known.with(at, use));
  };
  const visit = ({ nodes }: Body): void => {
    for (const node of nodes) {
      if (node.kind === 'choose') bodiesOf(node).forEach(visit);
      if (node.kind !== 'foreach') continue;
      for (const [field, setting] of settingsOf(node)) {
        if (typeof setting !== 'number') note(setting.param, field, node.id);
      }
      visit(node.body);
    }
  };
  visit(graph.body);
  return uses;
}

/** Why a number does not fit a use: `0 is no concurrency of each: that is a whole number from 1`; undefined when it does. */
export function useProblem(use: ParamUse, value: number): string | undefined {
  return fitsSetting(use.field, value) ? undefined : `${value} ${wordsOf(use)}`;
}

/** What is said of a number that does not fit a use, behind the number. */
export function wordsOf({ field, foreachs }: ParamUse): string {
  return `is no ${NOUNS[field]} of ${foreachs.join(', ')}: that is ${rangeWords(field)}`;
}

/** What a field can be: `a whole number from 1`. */
export function rangeWords(field: SettingField): string {
  const { least, most, whole } = SETTING_RANGES[field];
  return `${whole ? 'a whole number' : 'a number'} from ${least}${most === Infinity ? '' : ` to ${most}`}`;
}

const NOUNS: { readonly [field in SettingField]: string } = {
  concurrency: 'concurrency',
  'tolerate.count': 'tolerated count',
  'tolerate.percentage': 'tolerated percentage',
};
