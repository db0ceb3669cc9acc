import { textOf } from './operators.js';
import { type Direct, LIBRARY, onlyHas, type SyntaxNode } from './syntax.js';

/** Functions of one argument. */
const FUNCTIONS: ReadonlyMap<string, (argument: unknown) => unknown> = new Map<string, (argument: unknown) => unknown>([
  ['exists', (argument) => argument !== undefined],
  ['string', (argument) => (argument === undefined ? LIBRARY : textOf(argument))],
  ['not', (argument) => (typeof argument === 'boolean' ? !argument : LIBRARY)],
  ['ceil', (argument) => (typeof argument === 'number' ? Math.ceil(argument) : LIBRARY)],
  ['floor', (argument) => (typeof argument === 'number' ? Math.floor(argument) : LIBRARY)],
  ['sum', (argument) => ofNumbers(argument, (total, value) => total + value)],
  ['min', (argument) => ofNumbers(argument, (least, value) => Math.min(least, value))],
  ['max', (argument) => ofNumbers(argument, (most, value) => Math.max(most, value))],
]);

function ofNumbers(argument: unknown, combine: (total: number, value: number) => number): unknown {
  if (!Array.isArray(argument) || argument.length === 0) return LIBRARY;
  const values = argument as readonly unknown[];
  if (!values.every((value): value is number => typeof value === 'number')) return LIBRARY;
  const total = values.reduce(combine);
  return Number.isFinite(total) ? total : LIBRARY;
}

/** A call of one of a few functions of the library, unless a variable hides it. */
export function functionCall(node: SyntaxNode, direct: (node: SyntaxNode) => Direct | undefined): Direct | undefined {
  const { procedure, arguments: args = [] } = node;
  if (!onlyHas(node, ['value', 'arguments', 'procedure']) || procedure?.type !== 'variable') return undefined;
  if (!onlyHas(procedure, ['value']) || typeof procedure.value !== 'string') return undefined;
  const name = procedure.value;
  const implementation = FUNCTIONS.get(name);
  const [only] = args;
  const argument = args.length === 1 && only !== undefined ? direct(only) : undefined;
  if (implementation === undefined || argument === undefined) return undefined;
  return (scope) => {
    if (Object.hasOwn(scope.variables, name)) return LIBRARY;
    const value = argument(scope);
    return value === LIBRARY ? LIBRARY : implementation(value);
  };
}
