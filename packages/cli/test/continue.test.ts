import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, jsonLines, newFolder, start, type Running } from './support/flow-cli.js';

const COUNTED = flowFile('counted.ts');
const RESULT = `${60 * 59}\n`;

/** A folder with a run in it, and what its tasks and its history say. */
const place = () => {
  const folder = newFolder();
  const lines = (file: string): string[] =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  const history = join(folder, '.flowmap/runs/counted/r/history.jsonl');
  return {
    folder,
    history,
    kept: join(folder, '.flowmap/runs/counted/r/run.json'),
    args: ['run', COUNTED, '--run-id', 'r', '--folder', folder, '-q'],
    /** The items of the tasks that began, in their order. */
    begun: (): number[] => lines(join(folder, 'begun')).map((line) => Number(line.split(' ')[0])),
    workers: (): number[] => lines(join(folder, 'begun')).map((line) => Number(line.split(' ')[1])),
    events: () => lines(history).map((line) => JSON.parse(line) as HistoryLine),
    goOn: (...more: readonly string[]) => flowCli(folder, 'run', COUNTED, '--continue', 'r', '-q', ...more),
  };
};

interface HistoryLine {
  readonly id: number;
  readonly type: string;
  readonly execution: string;
  readonly previousEventId: number;
  readonly details?: { readonly parameters?: { readonly Payload?: { readonly i: string; readonly from?: number } } };
}

/** The items whose tasks have ended well, by the history. Fails for one that has ended twice, and for a gap in the ids. */
const endedItems = (events: readonly HistoryLine[]): Set<number> => {
  const byId = new Map(events.map((event) => [`${event.execution} ${event.id}`, event]));
  expect(byId.size).toBe(events.length);
  const ended: number[] = [];
  for (const { id, type, execution, previousEventId } of events) {
    if (id > 1) expect(byId.has(`${execution} ${id - 1}`)).toBe(true);
    if (type !== 'TaskSucceeded') continue;
    const started = byId.get(`${execution} ${previousEventId}`);
    const payload = byId.get(`${execution} ${started?.previousEventId}`)?.details?.parameters?.Payload;
    const item = payload?.from ?? (payload?.i === '' ? undefined : payload?.i);
    if (item !== undefined) ended.push(Number(item));
  }
  expect(new Set(ended).size).toBe(ended.length);
  return new Set(ended);
};

const until = async (what: () => boolean, milliseconds = 60_000): Promise<void> => {
  for (let waited = 0; !what(); waited += 5) {
    if (waited > milliseconds) throw new Error(`it did not come to ${what.toString()}`);
    await sleep(5);
  }
};

/** Ends the program itself, without a chance to do anything, and not its workers. */
const kill = async (running: Running): Promise<void> => {
  running.child.kill('SIGKILL');
  await running.ended;
};

describe('a run whose process is killed', () => {
  it.each(['inline', 'distributed'])('goes on, %s, and does nothing again that was recorded', async (strategy) => {
    const { folder, args, begun, events, goOn } = place();
    let running = start(folder, [...args, '--map-strategy', strategy]);
    for (const count of [5, 20, 40]) {
      await until(() => begun().length >= count);
      await kill(running);
      // Workers notice soon, and may begin tasks until then.
      await sleep(1000);
      const before = begun().length;
      const ended = endedItems(events());
      running = start(folder, ['run', COUNTED, '--continue', 'r', '-q', '--map-strategy', strategy]);
      await until(() => begun().length > before);
      expect(
        begun()
          .slice(before)
          .filter((item) => ended.has(item)),
      ).toEqual([]);
    }
    const ended = endedItems(events());
    const before = begun().length;
    expect(await running.ended).toMatchObject({ status: 0, stdout: RESULT });
    expect(
      begun()
        .slice(before)
        .filter((item) => ended.has(item)),
    ).toEqual([]);
    expect(new Set(begun()).size).toBe(60);
    expect(endedItems(events()).size).toBe(60);
    expect(
      events().filter(({ type, execution }) => type === 'ExecutionSucceeded' && execution.endsWith(':r')),
    ).toHaveLength(1);

    const tasks = begun().length;
    expect(await goOn('--map-strategy', strategy)).toMatchObject({ status: 0, stdout: RESULT });
    expect(begun()).toHaveLength(tasks);
  });

  it('goes on from half a line, and from nothing but its beginning', async () => {
    const { folder, args, begun, events, goOn, history } = place();
    const running = start(folder, args);
    await until(() => begun().length > 10);
    await kill(running);
    truncateSync(history, readFileSync(history).length - 3);
    const recorded = endedItems(events()).size;
    expect(await goOn()).toMatchObject({ status: 0, stdout: RESULT });
    expect(recorded).toBeLessThan(60);
    // As if it had ended right after its first state was done, which the database knows and the history does not.
    truncateSync(history, readFileSync(history, 'utf8').indexOf('\n') + 1);
    const tasks = begun().length;
    expect(await goOn()).toMatchObject({ status: 0, stdout: RESULT });
    // All of them are in the store.
    expect(begun()).toHaveLength(tasks);
  });

  it('is refused as a new run, while somebody is at it, and as something else than it was', async () => {
    const { folder, args, begun, history, kept, goOn } = place();
    const running = start(folder, [...args, '--milliseconds', '5000']);
    await until(() => begun().length > 0);
    const held = await goOn();
    expect(held).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`The process ${running.child.pid} is at`),
    });
    await kill(running);

    const again = await flowCli(folder, ...args);
    expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('Go on with it (--continue r)') });
    const other = await goOn('--use-distributed-map');
    expect(other).toMatchObject({ status: 2, stderr: expect.stringContaining('is another state machine now') });

    const content = readFileSync(history);
    writeFileSync(history, Buffer.concat([Buffer.from('{"id":1}\n'), content]));
    const damaged = await goOn();
    expect(damaged).toMatchObject({ status: 1, stderr: expect.stringContaining(`${history} is damaged: line 1`) });
    expect(damaged.stderr).not.toContain('bug');
    expect(readFileSync(history).length).toBe(content.length + 9);
    writeFileSync(history, content);

    writeFileSync(kept, '{}');
    expect(await goOn()).toMatchObject({ status: 1, stderr: expect.stringContaining(`${kept} is damaged`) });
  });

  it('takes its workers with it, whatever they do', async () => {
    const { folder, args, workers } = place();
    writeFileSync(join(folder, 'busy'), '');
    const running = start(folder, [...args, '--workers', '1']);
    await until(() => workers().length > 0);
    const [worker = 0] = workers();
    await kill(running);
    await until(() => !isAlive(worker), 10_000);
  });
});

describe('a run that has not ended well', () => {
  it('goes on after an interruption', async () => {
    const { folder, args, begun, events, goOn } = place();
    const running = start(folder, args);
    await until(() => begun().length > 10);
    running.child.kill('SIGINT');
    const { status, stderr } = await running.ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/To go on from there: flow-cli run \S*counted\.ts --continue r\n/);
    const ended = endedItems(events());
    const before = begun().length;
    expect(await goOn()).toMatchObject({ status: 0, stdout: RESULT });
    expect(
      begun()
        .slice(before)
        .filter((item) => ended.has(item)),
    ).toEqual([]);
    const types = events().map(({ type }) => type);
    expect(types).toContain('ExecutionAborted');
    expect(types).toContain('ExecutionRedriven');
  });

  it('goes on after a failure, with code that was put right', async () => {
    const { folder, begun, events, args } = place();
    const flow = join(folder, 'flow.ts');
    await copyFile(COUNTED, flow);
    symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'bad-7'), '');
    const first = await flowCli(folder, 'run', flow, ...args.slice(2), '--use-distributed-map');
    expect(first).toMatchObject({ status: 1, stderr: expect.stringContaining('7 is bad') });
    expect(first.stderr).toContain('To go on from there: flow-cli run flow.ts --continue r --use-distributed-map\n');

    const ended = endedItems(events());
    const before = begun().length;
    writeFileSync(flow, readFileSync(flow, 'utf8').replace('throw new RangeError(`${number} is bad`)', 'return 1000'));
    const goOn = ['run', flow, '--continue', 'r', '--use-distributed-map', '--json'];
    const refused = await flowCli(folder, ...goOn);
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('--new-code') });
    const { status, stdout } = await flowCli(folder, ...goOn, '--new-code');
    expect(jsonLines(stdout).at(-1)).toMatchObject({ status: 'SUCCEEDED', value: 60 * 59 - 14 + 1000 });
    expect(status).toBe(0);
    expect(
      begun()
        .slice(before)
        .filter((item) => ended.has(item)),
    ).toEqual([]);
    // From then on that is its code.
    expect(await flowCli(folder, ...goOn)).toMatchObject({ status: 0 });
  });

  const hasLimits = process.platform === 'win32' ? it.skip : it;
  hasLimits('goes on after the disk took no more of its history', async () => {
    const { folder, args, begun, events, goOn, history } = place();
    const bin = fileURLToPath(new URL('../bin/flow-cli.js', import.meta.url));
    // Files may have 180 KiB each, more than the bundle of the flow takes and less than the history of 120 items: a write is cut off
    // there and then fails, as on a disk that is full.
    const child = spawn(
      'bash',
      ['-c', 'ulimit -f 180; exec "$0" "$@"', process.execPath, bin, ...args, '--items', '120'],
      {
        cwd: folder,
      },
    );
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toMatch(`cannot write the history ${history}: EFBIG`);
    expect(stderr).toContain('Free some space');
    expect(status).toBe(1);
    expect(readFileSync(history).length).toBe(180 * 1024);
    const ended = endedItems(events());
    const before = begun().length;
    expect(before).toBeLessThan(120);
    expect(await goOn()).toMatchObject({ status: 0, stdout: `${120 * 119}\n` });
    expect(
      begun()
        .slice(before)
        .filter((item) => ended.has(item)),
    ).toEqual([]);
  });
});

describe('--continue', () => {
  const { folder } = place();
  it.each([
    ['a run that never was', ['--continue', 'none'], 'There is no run none of counted to go on with.'],
    ['a name that cannot be one', ['--continue', 'a b'], 'cannot be used'],
    ['another name', ['--continue', 'r', '--run-id', 's'], '--run-id is for a new run'],
    [
      'other parameters',
      ['--continue', 'r', '--items', '3', '--param', 'folder=x'],
      '--items, --param folder=x cannot',
    ],
    ['no run, but changed code', ['--new-code', '--folder', 'x'], '--new-code goes with --continue.'],
  ])('refuses %s', async (_, more, message) => {
    const { status, stderr } = await flowCli(folder, 'run', COUNTED, ...more);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(existsSync(join(folder, '.flowmap/runs'))).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A process that nobody has asked how it ended still has a number.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}
