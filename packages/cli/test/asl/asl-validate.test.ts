import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { asl, file } from './asl-cli.js';
import { ORDERS } from './machines.js';

describe('flow-cli asl validate', () => {
  it('finds nothing wrong with a sound machine', async () => {
    const path = file('orders.asl.json', ORDERS);
    expect(await asl('validate', path)).toEqual({ status: 0, stdout: 'orders.asl.json: no errors\n', stderr: '' });
    const { stdout } = await asl('validate', path, '--json');
    expect(JSON.parse(stdout)).toEqual({ result: 'OK', diagnostics: [] });
  });

  it('says all that is wrong, each with its code, place and location', async () => {
    const path = file('wrong.asl.json', {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Output: '{% 1 + %}', Next: 'B' },
        C: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true },
      },
    });
    const { status, stdout } = await asl('validate', path);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^wrong\.asl\.json:7:7 error INVALID_JSONATA_EXPRESSION \/States\/A\/Output: /m);
    expect(stdout).toMatch(/^wrong\.asl\.json:8:7 error MISSING_TRANSITION_TARGET \/States\/A\/Next: /m);
    expect(stdout).toMatch(/^wrong\.asl\.json: \d errors/m);
  });

  it('knows the type of the machine', async () => {
    const path = file('sync.asl.json', {
      StartAt: 'A',
      States: { A: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync', End: true } },
    });
    expect((await asl('validate', path)).status).toBe(0);
    expect((await asl('validate', path, '--type', 'EXPRESS')).status).toBe(1);
  });

  it('places a text that is no JSON', async () => {
    const { status, stdout } = await asl('validate', file('comma.asl.json', '{\n  "StartAt": "A",\n}\n'));
    expect([status, stdout.split('\n')]).toEqual([
      1,
      [
        'comma.asl.json:3:1 error INVALID_JSON_DESCRIPTION this is no JSON: a name in double quotes is expected',
        'comma.asl.json: 1 error',
        '',
      ],
    ]);
  });

  it('ends with 2 where there is nothing to validate', async () => {
    expect(await asl('validate', 'nowhere.json')).toMatchObject({ status: 2, stdout: '' });
    expect((await asl()).stderr).toContain('Say what to do with the state machine: run or validate.');
  });
});

/** What AWS answered to definitions, one JSON object a line; kept beside the repository. */
const RECORDED = new URL('../../../../../shared/oracle/', import.meta.url);

interface Line {
  readonly name: string;
  readonly file?: string;
  readonly definition: unknown;
  readonly definitionText?: string;
  readonly stateMachineType?: string;
}

const recorded = (name: string): Line[] =>
  readFileSync(new URL(name, RECORDED), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => (line.file ?? line.name).startsWith('aws-'));

if (!existsSync(RECORDED)) {
  process.stderr.write('cli: the recorded definitions are SKIPPED: ../shared/oracle is not here\n');
  test.skip('the recorded definitions: ../shared/oracle is not here', () => undefined);
} else {
  const statusOf = async (line: Line): Promise<number | null> => {
    const path = file('recorded.json', line.definitionText ?? JSON.stringify(line.definition));
    return (await asl('validate', path, '--type', line.stateMachineType ?? 'STANDARD')).status;
  };

  describe('definitions that AWS answered to', () => {
    test('those that it refused are refused', async () => {
      const lines = recorded('invalid.jsonl');
      expect(lines.length).toBeGreaterThan(5);
      for (const line of lines) expect([line.name, await statusOf(line)]).toEqual([line.name, 1]);
    });

    test('those that it took are taken', async () => {
      const lines = recorded('valid.jsonl');
      expect(lines.length).toBeGreaterThan(200);
      for (const line of lines) expect([line.name, await statusOf(line)]).toEqual([line.name, 0]);
    });
  });
}
