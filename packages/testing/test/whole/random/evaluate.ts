import { type Thing, work } from './work.js';
import type { Plan, PlannedNode, Use } from './plan.js';

/** The values that a body can see, by name. */
type Values = ReadonlyMap<string, unknown>;

/** What a plan gives when it is simply done, one node after the other. Throws where a run of it has to fail. */
export function evaluate(plan: Plan, params: { readonly list: readonly number[]; readonly mode: string }): unknown {
  return evaluateBody(
    plan,
    new Map<string, unknown>([
      ['$list', params.list],
      ['$mode', params.mode],
    ]),
  );
}

function evaluateBody({ nodes, result }: Plan, outer: Values): unknown {
  const values = new Map(outer);
  for (const node of nodes) values.set(node.name, evaluateNode(node, values));
  return values.get(result);
}

function evaluateNode(node: PlannedNode, values: Values): unknown {
  switch (node.kind) {
    case 'step': {
      const inputs = node.uses.map((use) => valueOf(use, values));
      try {
        return work(node.name, inputs, node.unlucky);
      } catch (error) {
        if (!node.caught) throw error;
        return work(`${node.name}-rescue`, [...inputs, (error as Error).name, (error as Error).message], false);
      }
    }
    case 'foreach': {
      const items = valueOf(node.items, values) as readonly unknown[];
      const settled = items.map((item) =>
        settle(() => evaluateBody(node.body, new Map([...values, [`${node.name}*`, item]]))),
      );
      const failed = settled.filter(({ ok }) => !ok);
      const { count = Infinity, percentage = 100 } = node.tolerate ?? { count: 0 };
      const may = Math.min(count, Math.floor((items.length * percentage) / 100));
      if (failed.length > may) throw new Error(`${failed.length} items of ${node.name} failed, ${may} tolerated`);
      return node.tolerate ? settled : settled.map((one) => (one.ok ? one.value : undefined));
    }
    case 'choose': {
      const key = valueOf(node.by, values) as Thing['key'];
      const body = key === 'c' ? node.cases.otherwise : node.cases[key];
      if (!body) throw new Error(`${node.name} has no case for ${key}`);
      return evaluateBody(body, values);
    }
  }
}

function settle(run: () => unknown): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: run() };
  } catch {
    return { ok: false };
  }
}

function valueOf({ name, path }: Use, values: Values): unknown {
  return path.reduce<unknown>((value, part) => (value as { readonly [part: string]: unknown })[part], values.get(name));
}
