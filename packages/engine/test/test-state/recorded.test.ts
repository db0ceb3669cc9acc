import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import type { Json } from '@flowmap/asl/language';
import {
  testState,
  type TestStateRequest,
  TestStateRefusal,
  type TestStateResult,
} from '../../src/test-state/index.js';

/** What AWS answered to TestState, one JSON object a line; kept beside the repository. */
const RECORDED = new URL('../../../../../shared/oracle/test-state.jsonl', import.meta.url);

interface Fields {
  readonly [key: string]: Json;
}

interface Line {
  readonly name: string;
  readonly request: Omit<TestStateRequest, 'definition' | 'input' | 'variables' | 'context'> & {
    readonly definition: Json;
    readonly input?: Json;
    readonly variables?: Json;
    readonly context?: Json;
  };
  readonly expect:
    | { readonly rejected: true; readonly error: { readonly Code: string; readonly Message: string } }
    | (Fields & { readonly rejected?: never; readonly inspectionData?: Fields });
}

/** The request as it was sent; the recording has values where the API has their text. */
function requestOf({ request }: Line): TestStateRequest {
  const { definition, input, variables, context, ...rest } = request;
  return {
    ...rest,
    definition: JSON.stringify(definition),
    ...(input === undefined ? {} : { input: JSON.stringify(input) }),
    ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
    ...(context === undefined ? {} : { context: JSON.stringify(context) }),
  };
}

/** The answer with values in place of JSON texts: those of a recording that are text still are lists and strings. */
function withValues(answer: TestStateResult | Fields): Fields {
  const { output, inspectionData, ...rest } = answer as Fields;
  const steps = Object.entries((inspectionData ?? {}) as Fields).map(([name, step]) => [name, valueOf(step)]);
  return {
    ...rest,
    ...(output === undefined ? {} : { output: valueOf(output) }),
    ...(inspectionData === undefined ? {} : { inspectionData: Object.fromEntries(steps) as Json }),
  };
}

function valueOf(text: Json): Json {
  return typeof text === 'string' ? (JSON.parse(text) as Json) : text;
}

/** Replaces what differs from run to run by what the recording has in its place: ARNs, names and times. */
function alike(ours: Json | undefined, recorded: Json | undefined): Json | undefined {
  if (typeof recorded === 'string' && typeof ours === 'string') {
    if (recorded === 'date' || recorded === 'start-date') return recorded;
    const pattern = recorded.split(/<[^>]+>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pattern.join('.+')}$`).test(ours) ? recorded : ours;
  }
  if (Array.isArray(ours) && Array.isArray(recorded)) {
    return ours.map((element: Json, i) => alike(element, recorded[i] as Json | undefined) ?? null);
  }
  if (isFields(ours) && isFields(recorded)) {
    return Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, alike(value, recorded[key]) ?? null]));
  }
  return ours;
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

if (!existsSync(RECORDED)) {
  process.stderr.write('engine: the recordings of TestState are SKIPPED: ../shared/oracle is not here\n');
  test.skip('the recordings of TestState: ../shared/oracle is not here', () => undefined);
} else {
  const lines = readFileSync(RECORDED, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));

  test('all recordings are there', () => {
    expect(lines).toHaveLength(114);
  });

  describe('what TestState answered', () => {
    test.each(lines.map((line) => [line.name, line] as const))('%s', async (_, line) => {
      const recorded = line.expect;
      // A function that was called for real answered so.
      const task = async (): Promise<Json> => await Promise.resolve(valueOf(resultOf(recorded)));
      const answer = testState(requestOf(line), { task }, { account: '111111111111' });
      if (recorded.rejected === true) {
        const refusal: unknown = await answer.catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(TestStateRefusal);
        expect(refusal).toMatchObject({ code: recorded.error.Code, message: recorded.error.Message });
        return;
      }
      const expected = withValues(recorded);
      expect(alike(withValues(await answer), expected)).toEqual(expected);
    });
  });
}

function resultOf(recorded: Line['expect']): Json {
  return (!('error' in recorded && recorded.rejected === true) && recorded.inspectionData?.['result']) || null;
}
