import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { asl, file } from './asl-cli.js';
import { ORDERS, ORDERS_MOCKS } from './machines.js';

const orders = file('orders.asl.json', ORDERS);
const mocks = file('mocks.json', ORDERS_MOCKS);

describe('flow-cli asl run', () => {
  it('shows the events as they happen, in no time, and then the output', async () => {
    const started = Date.now();
    const { status, stdout, stderr } = await asl('run', orders, '--mocks', mocks, '--input-json', '{"n":1}');
    expect([status, JSON.parse(stdout)]).toEqual([0, ['sent', 'sent', 'sent last']]);
    expect(Date.now() - started).toBeLessThan(60_000);
    const lines = stderr.split('\n').map((line) => line.replaceAll(/ +/gu, ' ').trim());
    expect(lines.slice(0, 10)).toEqual([
      '0.0 s ExecutionStarted {"n":1}',
      '0.0 s TaskStateEntered Charge {"n":1}',
      '0.0 s TaskScheduled lambda:invoke {"FunctionName":"charge","Payload":{"n":1}}',
      '0.0 s TaskStarted lambda:invoke',
      '0.0 s TaskFailed Busy: too many',
      '30.0 s TaskScheduled lambda:invoke {"FunctionName":"charge","Payload":{"n":1}}',
      '30.0 s TaskStarted lambda:invoke',
      '30.0 s TaskSucceeded → {"Payload":{"id":7}}',
      '30.0 s TaskStateExited Charge → {"id":7}',
      '30.0 s WaitStateEntered Tomorrow {"id":7}',
    ]);
    expect(lines.at(-2)).toBe('86430.0 s ExecutionSucceeded → ["sent","sent","sent last"]');
  });

  it('prints one document with --json, and the events in it when asked', async () => {
    const { status, stdout, stderr } = await asl('run', orders, '--mocks', mocks, '--json', '--name', 'first');
    expect([status, stderr]).toEqual([0, '']);
    const { events, ...rest } = JSON.parse(stdout) as { events: number };
    expect(rest).toEqual({
      status: 'SUCCEEDED',
      output: ['sent', 'sent', 'sent last'],
      execution: 'arn:aws:states:us-east-1:123456789012:execution:orders:first',
      seconds: 86_430,
    });
    const long = await asl('run', orders, '--mocks', mocks, '--json', '--history');
    const { history } = JSON.parse(long.stdout) as { history: { type: string; mapRun?: string }[] };
    expect(history).toHaveLength(events);
    expect(history[0]).toMatchObject({ id: 1, type: 'ExecutionStarted', details: { input: {} } });
    expect(history.filter(({ type, mapRun }) => type === 'ExecutionSucceeded' && mapRun !== undefined)).toHaveLength(3);
  });

  it('says nothing but the result with --quiet', async () => {
    const { status, stdout, stderr } = await asl('run', orders, '--mocks', mocks, '--quiet');
    expect([status, stderr, JSON.parse(stdout)]).toEqual([0, '', ['sent', 'sent', 'sent last']]);
  });

  it('ends with 1 and says why when the execution fails', async () => {
    const broken = file('broken-mocks.json', { Charge: { Throw: { Error: 'Broke', Cause: 'no money' } } });
    const people = await asl('run', orders, '--mocks', broken, '--quiet');
    expect([people.status, people.stdout]).toEqual([1, '']);
    expect(people.stderr).toBe('orders.asl.json failed: Broke: We are sorry\n');
    const programs = await asl('run', orders, '--mocks', broken, '--json');
    expect([programs.status, JSON.parse(programs.stdout)]).toMatchObject([
      1,
      { status: 'FAILED', error: 'Broke', cause: 'We are sorry' },
    ]);
  });

  it('tells children that fail', async () => {
    const broken = file('late-mocks.json', {
      Charge: { Return: { Payload: 1 } },
      Ship: { Throw: { Error: 'Lost', Cause: 'at sea' } },
    });
    const { status, stderr } = await asl('run', orders, '--mocks', broken);
    expect(status).toBe(1);
    expect(stderr).toMatch(/ {2}child \S+ failed {2}Lost: at sea\n/);
    expect(stderr).toContain('orders.asl.json failed: States.ExceedToleratedFailureThreshold');
  });

  it('takes input and test case from files', async () => {
    const input = file('input.json', { n: 5 });
    const configuration = file('mock-config.json', {
      StateMachines: {
        Orders: { TestCases: { Happy: { Charge: 'Echoed', Ship: 'Sent' }, Sad: { Charge: 'Refused' } } },
      },
      MockedResponses: {
        Echoed: { '0': { Return: { Payload: { id: 1 } } } },
        Sent: { '0-2': { Return: 'sent' } },
        Refused: { '0': { Throw: { Error: 'Refused', Cause: 'by the bank' } } },
      },
    });
    const common = [
      'run',
      orders,
      '--input',
      input,
      '--mocks',
      configuration,
      '--machine',
      'Orders',
      '--json',
    ] as const;
    const happy = await asl(...common, '--test-case', 'Happy');
    expect(JSON.parse(happy.stdout)).toMatchObject({ status: 'SUCCEEDED', output: ['sent', 'sent', 'sent'] });
    const sad = await asl(...common, '--test-case', 'Sad');
    expect(JSON.parse(sad.stdout)).toMatchObject({ status: 'FAILED', error: 'Refused' });
  });

  it('lets waits take their time with --real-time', async () => {
    const waits = { QueryLanguage: 'JSONata', StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, End: true } } };
    const started = Date.now();
    const { stdout } = await asl('run', file('waits.json', waits), '--real-time', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'SUCCEEDED', output: {} });
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('holds an execution to the quotas, unless they are off', async () => {
    const large = { QueryLanguage: 'JSONata', StartAt: 'P', States: { P: { Type: 'Pass', Output: 'x', End: true } } };
    const input = file('large.json', { text: 'x'.repeat(262_144) });
    const path = file('large.asl.json', large);
    expect((await asl('run', path, '--input', input, '--quiet')).stderr).toContain('States.DataLimitExceeded');
    expect((await asl('run', path, '--input', input, '--quiet', '--quotas', 'off')).stdout).toBe('"x"\n');
  });

  it('takes folders for buckets, and lets no time pass while they are read', async () => {
    const buckets = dirname(file('unused.txt', ''));
    mkdirSync(join(buckets, 'data'));
    writeFileSync(join(buckets, 'data/items.json'), '[{"n":1},{"n":2}]');
    const machine = file('reader.asl.json', {
      QueryLanguage: 'JSONata',
      StartAt: 'Each',
      TimeoutSeconds: 60,
      States: {
        Each: {
          Type: 'Map',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            Arguments: { Bucket: 'data', Key: 'items.json' },
            ReaderConfig: { InputType: 'JSON' },
          },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Wait',
            States: {
              Wait: { Type: 'Wait', Seconds: 20, Next: 'Double' },
              Double: { Type: 'Pass', Output: '{% $states.input.n * 2 %}', End: true },
            },
          },
          End: true,
        },
      },
    });
    const { stdout, stderr } = await asl('run', machine, '--s3', buckets, '--json');
    expect([stderr, JSON.parse(stdout)]).toMatchObject(['', { status: 'SUCCEEDED', output: [2, 4], seconds: 20 }]);
    const lost = await asl('run', machine, '--s3', join(buckets, 'data'), '--quiet');
    expect([lost.status, lost.stderr]).toEqual([1, expect.stringContaining('States.ItemReaderFailed')]);
  });

  it('reads the definition from standard input', () => {
    const bin = fileURLToPath(new URL('../../bin/flow-cli.js', import.meta.url));
    const input = JSON.stringify({ StartAt: 'Done', QueryLanguage: 'JSONata', States: { Done: { Type: 'Succeed' } } });
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [bin, 'asl', 'run', '-', '-q', '--input-json', '[1]'],
      {
        input,
        encoding: 'utf8',
      },
    );
    expect([stderr, status, JSON.parse(stdout)]).toEqual(['', 0, [1]]);
  });
});

describe('flow-cli asl run, used wrongly', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await asl('run', ...args);
    expect([status, stdout]).toEqual([2, '']);
    return stderr;
  };

  it('says which task has no mock, and how to write one, whatever the machine would catch', async () => {
    expect(await refused(orders, '--quiet', '--input-json', '{"n":1}')).toBe(
      [
        'error The state Charge calls arn:aws:states:::lambda:invoke, and no mock answers it.',
        '  It was called with {"FunctionName":"charge","Payload":{"n":1}}.',
        '  Give --mocks FILE with answers by name of the state: {"Charge":{"Return":{}}}',
        '  Task states without a mock:',
        '    Charge  (arn:aws:states:::lambda:invoke)',
        '    Ship  (arn:aws:states:::sqs:sendMessage)',
        '',
      ].join('\n'),
    );
  });

  it('says when the answers of a mock are used up', async () => {
    const short = file('short.json', { Charge: [{ Throw: { Error: 'Busy' } }] });
    expect(await refused(orders, '--quiet', '--mocks', short)).toContain(
      'The mock of Charge has no answer to call 1; the first call is 0, and retries, iterations and rounds of a loop count.',
    );
  });

  it.each([
    ['a file that is not there', ['nowhere.json'], 'Cannot read nowhere.json: there is no such file.'],
    ['a folder', ['/'], 'Cannot read /: it is a folder.'],
    [
      'an input that is not there',
      [orders, '--input', 'nowhere.json'],
      'Cannot read nowhere.json: there is no such file.',
    ],
    [
      'input that is no JSON',
      [orders, '--input', file('bad.json', '{\n  "a": 1,\n  b: 2\n}')],
      'error bad.json:3:3: this is no JSON: a name in double quotes is expected.\n  3 |   b: 2\n        ^\n',
    ],
    [
      'input on the command line that is no JSON',
      [orders, '--input-json', '{"a":'],
      '--input-json:1:6: this is no JSON: the text ends where a value should be.',
    ],
    ['two inputs', [orders, '--input', mocks, '--input-json', '1'], 'Give either --input or --input-json, not both.'],
    ['the same option twice', [orders, '--input', mocks, '--input', mocks], 'input is given more than once.'],
    [
      'standard input twice',
      ['-', '--input', '-'],
      'Only one of the definition and the input can come from standard input.',
    ],
    [
      'a test case without mocks',
      [orders, '--test-case', 'A'],
      '--test-case chooses among mocks: give --mocks FILE too.',
    ],
    [
      'a test case that is not there',
      [
        orders,
        '--mocks',
        file('cases.json', { StateMachines: { orders: { TestCases: { Happy: {}, Sad: {} } } }, MockedResponses: {} }),
        '--test-case',
        'Hapy',
      ],
      'there is no test case Hapy in StateMachines.orders.TestCases; it has Happy',
    ],
    [
      'a mock for no state',
      [orders, '--mocks', file('typo.json', { Shipp: { Return: 1 }, Tomorrow: { Return: 1 } })],
      'The mocks in typo.json cannot be used:\n  Shipp is no state of the machine; near it: Ship\n' +
        '  Tomorrow is a Wait state, and only Task states can be mocked',
    ],
    ['an unknown option', [orders, '--mock', mocks], 'Unknown argument: mock'],
    ['an unknown type', [orders, '--type', 'FAST'], 'Invalid values'],
  ])('%s', async (_, args, words) => {
    expect(await refused(...args)).toContain(words);
  });

  it('says what is wrong with the machine, and does not run it', async () => {
    const path = file('lost.asl.json', { ...ORDERS, StartAt: 'Nowhere' });
    const stderr = await refused(path, '--mocks', mocks);
    expect(stderr).toMatch(/^lost\.asl\.json:3:3 error MISSING_TRANSITION_TARGET /);
    expect(stderr).toContain('lost.asl.json cannot be run: ');
  });
});
