import type { Json } from '@flowmap/asl/language';
import type { Scope } from '../expression/scope.js';
import { RuntimeError, type Template } from '../expression/template.js';
import { compileIntrinsic } from './intrinsics/intrinsic.js';
import { compilePath, type Path } from './path.js';
import { PathError } from './path-error.js';
import { ReferenceConflict } from './reference-path.js';

/**
 * A path that is a field's whole value: InputPath, SecondsPath. Gives what is wrong with the text where it is none. Its
 * evaluation throws RuntimeError with the service's sentence.
 */
export function compilePathField(text: string): Template | string {
  return reading(text, (_path, error) => new RuntimeError(`Invalid path '${text}' : ${error.message}`));
}

/** An ItemsPath: as {@link compilePathField}, but where nothing is there its evaluation throws ReferenceConflict. */
export function compileItemsPath(text: string): Template | string {
  return reading(text, (_path, error, scope) => {
    const { step } = error.fault;
    if (step === undefined) return new RuntimeError(`Invalid path '${text}' : ${error.message}`);
    return new ReferenceConflict(step, scope.root);
  });
}

/**
 * A path or a call of an intrinsic function: what stands under a name that ends with `.$`, and in ErrorPath and
 * CausePath. `field` is that name, as the service's sentences say it. Gives what is wrong where it is neither.
 */
export function compileDynamic(text: string, field: string): Template | string {
  if (text.startsWith('States.')) {
    const call = compileIntrinsic(text);
    return typeof call === 'string' ? call : { source: text, evaluate: (scope) => call.evaluate(scope) };
  }
  return reading(text, (path, error, scope) => {
    // As measured on the service; an intrinsic function finds nothing there.
    if (error.fault.kind === 'past-end') return undefined;
    if (error.fault.kind === 'unfit') return new RuntimeError(error.message);
    const input = JSON.stringify(path.root === '$$' ? scope.context() : scope.root);
    return new RuntimeError(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${input}'`,
    );
  });
}

/** `failure` words what is wrong; undefined gives null for the value. */
function reading(
  text: string,
  failure: (path: Path, error: PathError, scope: Scope) => Error | undefined,
): Template | string {
  const path = compilePath(text);
  if (typeof path === 'string') return path;
  return {
    source: text,
    evaluate(scope): Json {
      try {
        return path.read(scope);
      } catch (error) {
        if (!(error instanceof PathError)) throw error;
        const failed = failure(path, error, scope);
        if (failed === undefined) return null;
        throw failed;
      }
    },
  };
}
