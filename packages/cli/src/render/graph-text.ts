import type {
  Body,
  ChooseNode,
  FlowGraph,
  FlowNode,
  ForeachNode,
  ItemSource,
  ParamSpec,
  Setting,
  SourceText,
  StepNode,
} from '@flowmap/graph';
import { isSource } from '@flowmap/graph';
import { edgesOf, nameReference } from './graph-edges.js';
import type { Paint } from './paint.js';

/** A flow as an indented list: its parameters, then each node with what it waits for. */
export function renderGraphText(graph: FlowGraph, paint: Paint): string {
  const lines = [paint('bold', graph.name) + (graph.description === undefined ? '' : `  ${graph.description}`)];
  for (const [name, spec] of Object.entries(graph.params)) lines.push(`  --${name}  ${describeParam(spec)}`);
  lines.push(...renderBody(graph.body, 1, paint));
  if (graph.body.result) lines.push(`  result: ${nameReference(graph.body.result)}`);
  return `${lines.join('\n')}\n`;
}

/** `integer, default 100000`, `one of a, b, required` */
export function describeParam(spec: ParamSpec): string {
  const type = spec.type === 'enum' ? `one of ${spec.values.join(', ')}` : spec.type;
  const need = spec.default === undefined ? 'required' : `default ${JSON.stringify(spec.default)}`;
  return `${type}, ${need}${spec.description === undefined ? '' : `: ${spec.description}`}`;
}

function renderBody(body: Body, depth: number, paint: Paint): readonly string[] {
  const edges = edgesOf(body);
  return body.nodes.flatMap((node) => {
    const waits = edges.filter(({ to }) => to === node.id).map(({ from }) => last(from));
    const after = waits.length === 0 ? '' : paint('dim', `  after ${waits.join(', ')}`);
    const line = `${'  '.repeat(depth)}${paint('dim', node.kind)} ${last(node.id)}${details(node)}${after}`;
    return [line, ...inside(node, depth, paint)];
  });
}

function inside(node: FlowNode, depth: number, paint: Paint): readonly string[] {
  switch (node.kind) {
    case 'step':
      return node.catch ? [`${'  '.repeat(depth + 1)}${paint('dim', 'catch')} ${last(node.catch.id)}`] : [];
    case 'foreach':
      return renderBody(node.body, depth + 1, paint);
    case 'choose':
      return cases(node).flatMap(([key, body]) => [
        `${'  '.repeat(depth + 1)}${paint('dim', 'case')} ${key}`,
        ...renderBody(body, depth + 2, paint),
      ]);
  }
}

/** The bodies of a choose with the words that lead to them. */
export function cases(node: ChooseNode): readonly (readonly [key: string, body: Body])[] {
  const named = Object.entries(node.cases);
  return node.otherwise ? [...named, ['otherwise', node.otherwise] as const] : named;
}

function details(node: FlowNode): string {
  switch (node.kind) {
    case 'step':
      return list(stepDetails(node));
    case 'foreach':
      return list(foreachDetails(node));
    case 'choose':
      return list([`by ${nameReference(node.by)}`]);
  }
}

function stepDetails({ retry, timeoutSeconds, resources }: StepNode): readonly string[] {
  return [
    ...(retry ? [`${retry.attempts} attempts`] : []),
    ...(timeoutSeconds === undefined ? [] : [`at most ${timeoutSeconds} s`]),
    ...(resources?.on === undefined ? [] : [`on ${resources.on}`]),
  ];
}

function foreachDetails({ items, tolerate, concurrency, strategy }: ForeachNode): readonly string[] {
  const bounds = [
    ...(tolerate?.count === undefined ? [] : [`${settingText(tolerate.count)} items`]),
    ...(tolerate?.percentage === undefined ? [] : [`${settingText(tolerate.percentage)} %`]),
  ];
  return [
    `over ${isSource(items) ? nameSource(items) : nameReference(items)}`,
    ...(bounds.length === 0 ? [] : [`tolerates ${bounds.join(' and ')}`]),
    ...(concurrency === undefined ? [] : [`${settingText(concurrency)} at once`]),
    ...(strategy ? [strategy.kind] : []),
  ];
}

/** A source as what and where: `s3.csv s3://flights/{param key}`. */
function nameSource(source: ItemSource): string {
  const named = (text: SourceText): string => (typeof text === 'string' ? text : `{${nameReference(text)}}`);
  return `${source.source} s3://${named(source.bucket)}/${named(source.source === 's3.list' ? source.prefix : source.key)}`;
}

/** A number, or the parameter that gives it. */
function settingText(setting: Setting): string {
  return typeof setting === 'number' ? String(setting) : nameReference(setting);
}

function list(details: readonly string[]): string {
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

/** The name of a node without the scopes around it. */
export function last(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
