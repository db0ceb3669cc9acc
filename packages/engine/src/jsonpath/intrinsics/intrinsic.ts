import { type IntrinsicArgument, type IntrinsicCall, type Json, parseIntrinsic } from '@flowmap/asl/language';
import type { Scope } from '../../expression/scope.js';
import { RuntimeError } from '../../expression/template.js';
import type { Ports } from '../../ports.js';
import { compilePath, type Path } from '../path.js';
import { PathError } from '../path-error.js';
import { Arguments, IntrinsicError } from './arguments.js';
import { arrayContains, arrayGetItem, arrayPartition, arrayRange, arrayUnique } from './array-functions.js';
import { jsonMerge, jsonToString, stringToJson } from './json-functions.js';
import { mathAdd, mathRandom } from './math-functions.js';
import { base64Decode, base64Encode, format, hash, stringSplit } from './text-functions.js';

/** A call of an intrinsic function, ready to be made any number of times. */
export interface Intrinsic {
  /** As it is written. */
  readonly text: string;
  /** Its result. Throws RuntimeError with the service's sentence. */
  evaluate(scope: Scope): Json;
}

/** All functions, by name without `States.`. */
const FUNCTIONS: Readonly<Record<string, (args: Arguments, ports: Ports) => Json>> = {
  Array: (args) => args.values,
  ArrayContains: arrayContains,
  ArrayGetItem: arrayGetItem,
  ArrayLength: (args) => args.list(0).length,
  ArrayPartition: arrayPartition,
  ArrayRange: arrayRange,
  ArrayUnique: arrayUnique,
  Base64Decode: base64Decode,
  Base64Encode: base64Encode,
  Format: (args) => format(args),
  Hash: hash,
  JsonMerge: jsonMerge,
  JsonToString: jsonToString,
  MathAdd: mathAdd,
  MathRandom: mathRandom,
  StringSplit: stringSplit,
  StringToJson: stringToJson,
  UUID: (_args, ports) => ports.uuid(),
};

/** Parses a call, as `States.Format('{}', $.name)`. Gives what is wrong with it where it is none. */
export function compileIntrinsic(text: string): Intrinsic | string {
  const parsed = parseIntrinsic(text);
  if (typeof parsed === 'string') return parsed;
  const call = compileCall(parsed);
  return {
    text,
    evaluate(scope) {
      try {
        return call(scope);
      } catch (error) {
        // The service names the whole call, not the one inside it that failed.
        if (error instanceof IntrinsicError) {
          throw new RuntimeError(`The function '${text}' had the following error: ${error.message}`);
        }
        throw error;
      }
    },
  };
}

type Evaluate = (scope: Scope) => Json;

function compileCall({ name, arguments: given }: IntrinsicCall): Evaluate {
  const values = given.map(compileArgument);
  const [first] = given;
  if (name === 'Format' && first?.kind === 'value' && first.escaped !== undefined) {
    const { escaped } = first;
    return (scope) => format(argumentsOf(name, values, scope), escaped);
  }
  const implementation = FUNCTIONS[name];
  if (implementation === undefined) throw new Error(`There is no function States.${name}: please report this`);
  return (scope) => implementation(argumentsOf(name, values, scope), scope.ports);
}

function argumentsOf(name: string, values: readonly Evaluate[], scope: Scope): Arguments {
  return new Arguments(
    name,
    values.map((value) => value(scope)),
  );
}

function compileArgument(argument: IntrinsicArgument): Evaluate {
  if (argument.kind === 'call') return compileCall(argument);
  if (argument.kind === 'value') return () => argument.value;
  const path = compilePath(argument.text);
  if (typeof path === 'string') throw new Error(`${argument.text} ${path}: please report this`);
  return (scope) => readArgument(path, scope);
}

/** Unlike elsewhere, a path past the end of a list finds nothing; one into the context is named as if into the data. */
function readArgument(path: Path, scope: Scope): Json {
  try {
    return path.read(scope);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    if (error.fault.kind === 'unfit') throw new IntrinsicError(error.message);
    const text = path.root === '$$' ? path.text.slice(1) : path.text;
    const input = JSON.stringify(scope.root);
    throw new IntrinsicError(
      `The JsonPath argument for the field '${text}' could not be found in the input '${input}'`,
    );
  }
}
