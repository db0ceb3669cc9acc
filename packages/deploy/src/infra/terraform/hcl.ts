/** A value in the language of Terraform. */
export type Hcl = string | number | boolean | Expression | readonly Hcl[] | { readonly [name: string]: Hcl };

/** An expression, as it is written: `var.subnets`. */
export class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `jsonencode({ ... })`. */
export class JsonEncoded {
  readonly value: Hcl;

  constructor(value: Hcl) {
    this.value = value;
  }
}

/** A block: `resource "aws_s3_bucket" "bucket" { ... }`. */
export interface Block {
  readonly block: string;
  readonly labels?: readonly string[];
  readonly body: Body;
}

/** Arguments by name, and blocks behind them. What is undefined is left out. */
export interface Body {
  readonly [name: string]: Hcl | JsonEncoded | undefined | readonly Block[];
}

/** Most characters of a list in one line. */
const WIDTH = 100;

/** A block as text, as `terraform fmt` leaves it. */
export function blockText({ block, labels = [], body }: Block, indent = ''): string {
  const head = [block, ...labels.map((label) => JSON.stringify(label))].join(' ');
  const inner = bodyText(body, `${indent}  `);
  return inner === '' ? `${indent}${head} {}` : `${indent}${head} {\n${inner}\n${indent}}`;
}

function bodyText(body: Body, indent: string): string {
  const entries: Entry[] = [];
  const blocks: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    if (isBlocks(value)) blocks.push(...value.map((block) => blockText(block, indent)));
    else entries.push({ name, text: argumentText(value, indent) });
  }
  return [...aligned(entries, indent), ...blocks].join('\n\n');
}

function isBlocks(value: unknown): value is readonly Block[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isRecord(item) && 'block' in item);
}

interface Entry {
  readonly name: string;
  readonly text: string;
}

/** Neighbours of one line have their equals signs below each other; what has several lines stands by itself. */
function aligned(entries: readonly Entry[], indent: string): readonly string[] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const joins = last !== undefined && !isLong(entry) && !last.some(isLong);
    if (joins) last.push(entry);
    else groups.push([entry]);
  }
  return groups.map((group) => {
    const width = Math.max(...group.map(({ name }) => name.length));
    return group.map(({ name, text }) => `${indent}${name.padEnd(width)} = ${text}`).join('\n');
  });
}

function isLong({ text }: Entry): boolean {
  return text.includes('\n');
}

function argumentText(value: Hcl | JsonEncoded, indent: string): string {
  return value instanceof JsonEncoded ? `jsonencode(${valueText(value.value, indent)})` : valueText(value, indent);
}

function valueText(value: Hcl, indent: string): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: Hcl) => valueText(item, inner));
    const line = `[${items.join(', ')}]`;
    if (!line.includes('\n') && indent.length + line.length <= WIDTH) return line;
    return `[\n${items.map((item) => `${inner}${item},`).join('\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).map(([name, item]) => ({ name: key(name), text: valueText(item, inner) }));
  return entries.length === 0 ? '{}' : `{\n${aligned(entries, inner).join('\n')}\n${indent}}`;
}

function key(name: string): string {
  return /^[A-Za-z_][\w-]*$/u.test(name) ? name : quoted(name);
}

/** A text that means itself: what would begin an interpolation is doubled. */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{');
}

/** The same as a piece of a text with interpolations, without the quotes. */
export function literalPiece(text: string): string {
  return quoted(text).slice(1, -1);
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
