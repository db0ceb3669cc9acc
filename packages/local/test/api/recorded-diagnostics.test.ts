import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { type Diagnostic, diagnose } from '../../src/api/state-machines/definition-check.js';

/** What AWS answered to ValidateStateMachineDefinition, one JSON object a line; kept beside the repository. */
const RECORDED = new URL('../../../../../shared/oracle/validate-api.jsonl', import.meta.url);

interface Line {
  readonly name: string;
  readonly definition: unknown;
  readonly definitionText?: string;
  readonly stateMachineType: 'STANDARD' | 'EXPRESS';
  readonly diagnostics: readonly Diagnostic[];
}

if (!existsSync(RECORDED)) {
  process.stderr.write('local: the recorded diagnostics are SKIPPED: ../shared/oracle is not here\n');
  test.skip('the recorded diagnostics: ../shared/oracle is not here', () => undefined);
} else {
  const lines = readFileSync(RECORDED, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  test.each(lines)('$name', ({ definition, definitionText, stateMachineType, diagnostics }) => {
    expect(diagnose(definitionText ?? JSON.stringify(definition), stateMachineType)).toEqual(diagnostics);
  });
}
