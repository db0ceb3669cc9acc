import type { Diagnostic } from '../diagnostic.js';
import type { FlowGraph } from '../flow-graph.js';
import { rangeWords } from '../param-uses.js';
import type { NodeId, ParamReference } from '../reference.js';
import { fitsSetting, type SettingField } from '../settings.js';
import { fault } from './check.js';

/**
 * A setting that is a parameter: whole, one of numbers, with a default that can stand there. One that is not declared is the
 * check of references' to tell. What a run gives is checked by the run's first state.
 */
export function* checkSettingParameter(
  graph: FlowGraph,
  code: Diagnostic['code'],
  at: NodeId,
  field: SettingField,
  { param, path }: ParamReference,
): Generator<Diagnostic> {
  const spec = Object.hasOwn(graph.params, param) ? graph.params[param] : undefined;
  if (!spec) return;
  const what = `${field} of ${at} is ${path.length > 0 ? 'a part of ' : ''}parameter ${param}`;
  if (path.length > 0 || (spec.type !== 'number' && spec.type !== 'integer')) {
    const hint = 'Declare a parameter for it: param.integer() or param.number().';
    yield fault('FLOW1020', at, `${what} (${spec.type}), not a number`, hint);
  } else if (spec.default !== undefined && !fitsSetting(field, spec.default)) {
    const hint = `Give the parameter another default, ${rangeWords(field)}, or none.`;
    yield fault(code, at, `${what}, whose default is ${spec.default}`, hint);
  }
}
