import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type {
  Body,
  CatchHandler,
  ChooseNode,
  FlowGraph,
  ForeachNode,
  Resources,
  Retry,
  StepNode,
  StrategySpec,
  Tolerance,
} from '@flowmap/graph';
import { checkGraph } from '@flowmap/graph';
import { GOLDEN } from './golden.js';

interface Definition {
  readonly properties?: { readonly [name: string]: unknown };
  readonly required?: readonly string[];
}
interface Schema extends Definition {
  readonly $defs: { readonly [name: string]: Definition };
}

const schema = JSON.parse(
  readFileSync(new URL('../../schema/flow-graph.schema.json', import.meta.url), 'utf8'),
) as Schema;
const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(
  schema,
);

describe('the schema', () => {
  it.each(Object.entries(GOLDEN))('takes the golden graph "%s"', (_, graph) => {
    expect(validate(graph)).toBe(true);
    expect(checkGraph(graph)).toEqual([]);
  });

  it('refuses what the checks refuse as no graph, and takes no graph that they call whole', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof(mutated(GOLDEN['most']!), mutated(GOLDEN['settings']!)), (graph) => {
        const codes = new Set<string>(checkGraph(graph).map(({ code }) => code));
        const valid = validate(graph);
        if (!valid) refused += 1;
        // The checks know more than a schema can say, but never less.
        if (codes.has('FLOW1001') || codes.has('FLOW1019')) expect(valid).toBe(false);
        if (!valid) expect([...codes]).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('lets fields through that a later version may add', () => {
    const graph = { ...GOLDEN['least'], later: true };
    expect([validate(graph), checkGraph(graph)]).toEqual([true, []]);
  });
});

/** The fields of a type: true where a value must have it. The compiler keeps these lists in step with the types. */
type Fields<T> = { readonly [K in keyof Required<T>]: Partial<Pick<T, K>> extends Pick<T, K> ? false : true };

describe('the schema has the fields of the type', () => {
  const graph: Fields<FlowGraph> = {
    schemaVersion: true,
    name: true,
    description: false,
    params: true,
    body: true,
    timeoutSeconds: false,
    schedules: false,
    triggers: false,
    notify: false,
  };
  const step: Fields<Omit<StepNode, 'kind'>> = {
    id: true,
    after: false,
    in: true,
    resources: false,
    retry: false,
    timeoutSeconds: false,
    env: false,
    secrets: false,
    catch: false,
  };
  const foreach: Fields<Omit<ForeachNode, 'kind'>> = {
    id: true,
    after: false,
    items: true,
    body: true,
    tolerate: false,
    concurrency: false,
    strategy: false,
  };
  const choose: Fields<Omit<ChooseNode, 'kind'>> = { id: true, after: false, by: true, cases: true, otherwise: false };
  const body: Fields<Body> = { nodes: true, result: false };
  const tolerance: Fields<Tolerance> = { count: false, percentage: false };
  const strategySpec: Fields<StrategySpec> = { kind: true, apiVersion: true, options: true, package: false };
  const retry: Fields<Retry> = {
    attempts: true,
    delaySeconds: false,
    backoff: false,
    maxDelaySeconds: false,
    on: false,
  };
  const resources: Fields<Resources> = { on: false, cpu: false, memoryMb: false, gpu: false, architecture: false };
  const catchHandler: Fields<CatchHandler> = { id: true };
  const types = { step, foreach, choose, body, tolerance, strategySpec, retry, resources, catchHandler };

  it.each<[string, { readonly [field: string]: boolean }, Definition]>([
    ['FlowGraph', graph, schema],
    ...Object.entries(types).map(([name, fields]): [string, { readonly [field: string]: boolean }, Definition] => [
      name,
      fields,
      schema.$defs[name] ?? {},
    ]),
  ])('%s', (_, fields, definition) => {
    const names = Object.keys(definition.properties ?? {}).filter((name) => name !== 'kind' || 'kind' in fields);
    expect(names.sort()).toEqual(Object.keys(fields).sort());
    const required = Object.entries(fields).flatMap(([name, must]) => (must ? [name] : []));
    expect([...(definition.required ?? [])].sort()).toEqual(required.sort());
  });
});

/** A graph in which one value, anywhere, is replaced or left out. */
function mutated(graph: FlowGraph): fc.Arbitrary<unknown> {
  const paths = pathsOf(graph, []);
  const value = fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    0,
    -1,
    1.5,
    1e9,
    '',
    'x',
    'a b',
    '1st',
    [],
    ['x'],
    [1],
    {},
    { x: 1 },
    'choose',
    'json',
    2,
    { node: 'list', path: [] },
    { node: 'list', item: 'each', path: [] },
    { param: 'rows', path: [] },
    { param: 'may', path: ['x'] },
    { nodes: [] },
  );
  return fc.tuple(fc.constantFrom(...paths), value).map(([path, to]) => replaced(graph, path, to));
}

function pathsOf(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to;
  const entries = Object.entries(value as object).flatMap(([key, inner]): [string, unknown][] => {
    if (key !== name) return [[key, inner]];
    const changed = replaced(inner, rest, to);
    return changed === undefined ? [] : [[key, changed]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
