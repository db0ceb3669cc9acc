import { countProblems, isError, renderProblems } from '../asl/problems.js';
import { readText } from '../asl/read-json.js';
import type { MachineType } from '../asl/machine-types.js';
import { validateDefinition } from '../asl/validate.js';
import type { ExitStatus, Io } from '../io.js';
import { painter } from '../render/paint.js';

/** The flags of `asl validate`. */
export interface AslValidateFlags {
  readonly definition: string;
  readonly type: MachineType;
  readonly json: boolean;
}

/**
 * `flow-cli asl validate DEFINITION`: what the service would refuse in a state machine, and what it would warn of. The exit status is 1
 * where it would refuse. With `--json`, the answer of ValidateStateMachineDefinition: `{ result, diagnostics }`.
 */
export async function aslValidate({ definition, type, json }: AslValidateFlags, io: Io): Promise<ExitStatus> {
  const file = await readText(definition);
  const problems = validateDefinition(file.text, type);
  const isRefused = problems.some(isError);
  if (json) {
    io.out(`${JSON.stringify({ result: isRefused ? 'FAIL' : 'OK', diagnostics: problems }, undefined, 2)}\n`);
  } else {
    io.out(`${renderProblems(problems, file, painter(io))}${file.name}: ${countProblems(problems)}\n`);
  }
  return isRefused ? 1 : 0;
}
