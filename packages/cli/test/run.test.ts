import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, jsonLines, newFolder, start } from './support/flow-cli.js';

const HELLO = flowFile('hello.ts');
const WIDE = flowFile('wide.ts');
const FAILING = flowFile('failing.ts');

describe('flow-cli run', () => {
  const folder = newFolder();

  it('prints the result, and what happens beside it', async () => {
    const { status, stdout, stderr } = await flowCli(
      folder,
      ...['run', HELLO, '--who', 'Ada', '--times', '2', '--loud', '--max-length', '7', '--tone=cool'],
      ...['--extra', '["x"]', '--param', 'json=five', '--run-id', 'first'],
    );
    expect(stdout).toBe("{ text: 'HELLO, ', tone: 'cool', extra: [ 'x' ], json: 'five' }\n");
    expect(stderr).toContain('run first of hello\n');
    expect(stderr).toMatch(/greet started\n(.*\n)*greet done in \d+\.\d s\n/);
    expect(stderr).toContain('greet | greeting Ada\n');
    expect(stderr).toContain('greet | printed\n');
    expect(status).toBe(0);
  });

  it('keeps everything below one folder', () => {
    expect(readdirSync(folder)).toEqual(['.flowmap']);
    expect(readdirSync(join(folder, '.flowmap')).sort()).toEqual(['code', 'dynamodb', 'objects', 'runs']);
    const history = jsonLines(readFileSync(join(folder, '.flowmap/runs/hello/first/history.jsonl'), 'utf8'));
    expect(history[0]).toMatchObject({ id: 1, type: 'ExecutionStarted' });
    expect(history.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
  });

  it('lists the parameters of the flow in its help', async () => {
    const { status, stdout } = await flowCli(folder, 'run', HELLO, '--help');
    expect(stdout).toMatch(/Parameters of the flow:\n\s+--who +string, required: Whom to greet/);
    expect(stdout).toMatch(/--tone +one of warm, cool, default "warm"/);
    expect(stdout).toContain('--run-id');
    expect(stdout).toContain('--param json=VALUE  (string, default "a name that is an option too")');
    expect(status).toBe(0);
  });

  it('speaks JSON, one object a line', async () => {
    const { status, stdout, stderr } = await flowCli(
      folder,
      'run',
      WIDE,
      '--json',
      '--failEvery',
      '4',
      '--run-id',
      'json',
    );
    const lines = jsonLines(stdout);
    expect(stderr).toBe('');
    expect(lines[0]).toMatchObject({ type: 'run', deployment: 'wide', run: 'json' });
    expect(lines).toContainEqual(expect.objectContaining({ type: 'step', id: 'list', state: 'done' }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        type: 'foreach',
        id: 'perNumber',
        state: 'done',
        total: 20,
        done: 15,
        failed: 5,
        running: 0,
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        type: 'failure',
        task: 'perNumber/double/8',
        attempt: 1,
        error: expect.objectContaining({ name: 'RangeError', message: '8 is a bad number' }),
      }),
    );
    expect(lines.at(-1)).toEqual({
      type: 'result',
      run: 'json',
      status: 'SUCCEEDED',
      value: { sum: 2 * (190 - 40), groups: 20 },
    });
    expect(status).toBe(0);
  });

  it.each([
    ['inline', []],
    ['distributed', ['--use-distributed-map']],
    ['adaptive', ['--map-strategy', 'adaptive']],
    ['a strategy from elsewhere', ['--map-strategy', './acme-strategy.ts']],
  ])('gives the same with %s', async (_, flags) => {
    const { status, stdout } = await flowCli(folder, 'run', WIDE, '--items', '45', '--failEvery', '7', '-q', ...flags);
    expect(stdout).toBe(`{ sum: ${2 * (990 - 147)}, groups: 45 }\n`);
    expect(status).toBe(0);
  });

  it('shows how far a foreach is when nobody watches a terminal', async () => {
    const { stderr } = await flowCli(folder, 'run', WIDE, '--items', '30');
    expect(stderr).toMatch(/perNumber started: 30 items\n/);
    expect(stderr).toMatch(/perNumber done in \S+ s: 30\/30 done, \S+\/s\n/);
    expect(stderr).toMatch(/perGroup done in \S+ s: 30\/30 done, \S+\/s\n/);
    expect(stderr).not.toMatch(/prepare|finish/);
  });
});

describe('a flow that fails', () => {
  const folder = newFolder();

  it('shows the error of the step, with its place in the file of the author', async () => {
    const { status, stdout, stderr } = await flowCli(folder, 'run', FAILING, '--how', 'throw', '--run-id', 'thrown');
    expect(stderr).toMatch(/failing failed\n {2}start, attempt 1:\n {4}NotPositive: -1 is not positive\n/);
    expect(stderr).toMatch(/numbers\.ts:4:\d+/);
    expect(stderr).toMatch(/failing\.ts:\d+:\d+/);
    expect(stderr).not.toMatch(/packages\/(runtime|local|cli)\/(src|dist)/);
    expect(stderr).toContain('What had finished is kept as run thrown.');
    expect([status, stdout]).toEqual([1, '']);
  });

  it('names the item whose failure it is', async () => {
    const { status, stderr } = await flowCli(folder, 'run', FAILING, '--how', 'item');
    expect(stderr).toMatch(/failing failed\n {2}perNumber\/check\/\d, attempt 1:\n {4}NotPositive: /);
    expect(status).toBe(1);
  });

  it('names the path of what cannot be stored', async () => {
    const { status, stderr } = await flowCli(folder, 'run', FAILING, '--how', 'store');
    expect(stderr).toContain('start.out.conn.socket');
    expect(status).toBe(1);
  });

  it('survives a step that ends its process', async () => {
    const { status, stderr } = await flowCli(folder, 'run', FAILING, '--how', 'exit');
    expect(stderr).toContain('the worker process ended while the task ran: it ended with exit status 9');
    expect(status).toBe(1);
  });

  it('says that a step took too long', async () => {
    const { status, stderr } = await flowCli(folder, 'run', FAILING, '--how', 'timeout');
    expect(stderr).toContain('States.Timeout');
    expect(status).toBe(1);
  });

  it('tells it to programs', async () => {
    const { status, stdout } = await flowCli(folder, 'run', FAILING, '--how', 'throw', '--json');
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      type: 'result',
      status: 'FAILED',
      error: 'NotPositive',
      failure: { task: 'start', attempt: 1, error: { name: 'NotPositive', message: '-1 is not positive' } },
    });
    expect(status).toBe(1);
  });

  it('keeps what had finished', () => {
    const objects = readdirSync(join(folder, '.flowmap/objects'), { recursive: true }).map(String);
    expect(objects.some((name) => name.includes('failing') && name.endsWith('start'))).toBe(true);
  });
});

describe('an interrupted run', () => {
  it('ends in order, with the status 130, and leaves what had finished', async () => {
    const folder = newFolder();
    const run = start(folder, ['run', WIDE, '--items', '200', '--milliseconds', '100', '--run-id', 'cut', '--chatty']);
    await run.saw('perNumber/double/10 | at 10');
    run.child.kill('SIGINT');
    const { status, stderr } = await run.ended;
    expect(stderr).toContain('wide was interrupted; what had finished is kept as run cut.');
    expect(status).toBe(130);
    const history = jsonLines(readFileSync(join(folder, '.flowmap/runs/wide/cut/history.jsonl'), 'utf8'));
    expect(history.at(-1)).toMatchObject({ type: 'ExecutionAborted' });
    expect(existsSync(join(folder, '.flowmap/dynamodb.port'))).toBe(false);
    const again = await flowCli(folder, 'run', WIDE, '--run-id', 'cut');
    expect(again.status).toBe(2);
  });
});

describe('several runs at once', () => {
  it('share a folder, also when the one ends or dies that had the database', async () => {
    const folder = newFolder();
    const first = start(folder, ['run', WIDE, '--items', '30', '--milliseconds', '100', '--chatty']);
    await first.saw('list started');
    const second = start(folder, ['run', WIDE, '--items', '60', '--milliseconds', '100', '--chatty']);
    await second.saw('perNumber/double/10 | at 10');
    first.child.kill('SIGKILL');
    const third = flowCli(folder, 'run', HELLO, '--who', 'Ada', '-q');
    expect(await second.ended).toMatchObject({ status: 0, stdout: '{ sum: 3540, groups: 60 }\n' });
    expect(await third).toMatchObject({ status: 0 });
  });
});
