import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import type { LocalServer } from '@flowmap/local';
import { runCli } from '../src/cli.js';
import type { ExitStatus, Io } from '../src/io.js';
import { flowFile, jsonLines, newFolder } from './support/flow-cli.js';

// Functions are processes, on machines that do other things too.
jest.setTimeout(120_000);

interface Said {
  readonly status: ExitStatus;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process, with nothing but what the user says. */
async function say(...args: readonly string[]): Promise<Said> {
  let [out, err] = ['', ''];
  const io: Io = { out: (text) => void (out += text), err: (text) => void (err += text), color: false };
  const status = await runCli(args, io);
  return { status, out, err };
}

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

/** Whoever has keys must not need them. */
function withoutAws(): void {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  process.env = { ...Object.fromEntries(others), AWS_EC2_METADATA_DISABLED: 'true' };
}

describe('flow-cli deploy --target local, and what comes after it', () => {
  const root = join(newFolder(), '.flowmap');
  const file = join(flowFile('.'), `chunks-${process.pid}.ts`);
  const source = readFileSync(flowFile('chunks.ts'), 'utf8');
  let server: LocalServer | undefined;
  const start = async (): Promise<void> => {
    const { serveAccount } = await import('@flowmap/local');
    server = await serveAccount({ root, port: 0 });
  };
  const cli = (...args: readonly string[]): Promise<Said> =>
    say(...args, '--target', 'local', '--endpoint-url', server?.url ?? '');
  const triggered = async (...args: readonly string[]): Promise<readonly [ExitStatus, unknown]> => {
    const { status, out } = await cli('trigger', 'chunks', '--year', '2024', '--wait', '--json', ...args);
    return [status, jsonLines(out).at(-1)];
  };

  afterAll(async () => {
    rmSync(file, { force: true });
    await server?.close();
  });

  test('the whole cycle, with the server restarted in between', async () => {
    withoutAws();
    await start();
    writeFileSync(file, source);

    const deployed = await cli('deploy', file, '--yes');
    expect(deployed.err).toContain('created  chunks\n');
    expect(deployed.out).toContain('deployed chunks, version 1');
    expect(deployed.out).toContain(`flow-cli trigger chunks --wait --target local --endpoint-url ${server?.url}`);
    expect(deployed.status).toBe(0);
    expect((await cli('deploy', file, '--yes')).out).toContain('nothing changes since version 1');

    // What `flow-cli run` gives for the same.
    const here = await say('run', file, '--year', '2024', '-q', '--root', newFolder());
    const well = await cli('trigger', 'chunks', '--param', 'year=2024', '--wait', '--run-id', 'one');
    expect(well).toMatchObject({ status: 0, out: here.out });
    expect(well.out).toBe('{ sum: 30360, version: 1 }\n');
    expect(well.err).toMatch(/perChunk done in .*: 2\/2 done/);

    const status = await cli('status', 'chunks/one');
    expect(status.out).toContain('chunks/one SUCCEEDED');
    expect(status.out).toMatch(/^perChunk +1 +2 +0 +0 +2 +0$/m);
    const lines = (await cli('logs', 'chunks/one')).out;
    expect(lines).toContain(' start | split 2024\n');
    expect(lines).toContain(' perChunk/summarise/4 | chunk 5\n');
    expect((await cli('logs', 'chunks/one', 'start')).out.trim().split('\n')).toHaveLength(1);

    // New code, in a server that has just been started.
    await server?.close();
    await start();
    writeFileSync(file, source.replace('version: 1', 'version: 2'));
    expect((await cli('deploy', file, '--yes')).out).toContain('deployed chunks, version 2');
    expect(await triggered()).toMatchObject([0, { value: { sum: 30_360, version: 2 } }]);
    expect((await cli('logs', 'chunks/one')).out).toBe(lines);

    expect((await cli('rollback', 'chunks')).out).toContain('version 1 is live again, recorded as version 3');
    expect(await triggered()).toMatchObject([0, { value: { sum: 30_360, version: 1 } }]);
    expect((await cli('promote', 'chunks', '--to', '2', '--weight', '100')).status).toBe(0);

    // A run that fails is taken up by other code.
    const bad = join(newFolder(), 'bad');
    writeFileSync(bad, '');
    const failed = await triggered('--bad', bad, '--run-id', 'bad');
    expect(failed).toMatchObject([1, { status: 'FAILED' }]);
    expect((await cli('redrive', 'chunks/bad')).out).toBe('chunks/bad is RUNNING\n');
    expect((await cli('terminate', 'chunks/bad')).out).toMatch(/^chunks\/bad is (?:ABORTED|FAILED)$/m);
    writeFileSync(
      file,
      source.replace('version: 1', 'version: 3').replace('chunk === 5 && existsSync(params.bad)', 'false'),
    );
    expect((await cli('deploy', file, '--yes')).status).toBe(0);
    const resumed = await cli('resume', 'chunks/bad', '--wait', '--run-id', 'good');
    expect(resumed).toMatchObject({ status: 0, out: '{ sum: 30360, version: 3 }\n' });
    const again = (await cli('logs', 'chunks/good', 'perChunk/summarise')).out;
    expect(again).toContain('chunk 5');
    expect(again).not.toContain('chunk 1');

    const doctor = await cli('doctor', 'chunks');
    expect(doctor.out).not.toMatch(/^(?:error|warning)/m);
    expect(doctor.status).toBe(0);
    expect((await cli('list-runs', 'chunks', '--json')).out.trim().split('\n')).toHaveLength(5);
    expect((await cli('list')).out).toMatch(/^chunks +4 /m);

    const deleted = await cli('delete', 'chunks', '--yes', '--purge');
    expect(deleted).toMatchObject({ status: 0, out: expect.stringContaining('deleted chunks') });
    await server?.close();
    await start();
    expect((await cli('list')).err).toContain('No flow is deployed here.');
    expect((await cli('trigger', 'chunks', '--year', '1')).status).toBe(2);
  });
});

describe('where --target local cannot work', () => {
  test('it says so when no server answers', async () => {
    const { status, err } = await say('list', '--target', 'local', '--endpoint-url', 'http://127.0.0.1:9');
    expect(err).toBe(
      'error No flow-cli local answers at http://127.0.0.1:9.\n' +
        '  Start it in another terminal: flow-cli local. Where it listens elsewhere, say so with --endpoint-url.\n',
    );
    expect(status).toBe(2);
  });

  test('it says so when another program answers', async () => {
    const other = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { status, err } = await say('list', '--target', 'local', '--endpoint-url', url);
    expect([status, err]).toEqual([2, expect.stringContaining(`What answers at ${url} is no flow-cli local`)]);
    other.close();
    other.closeAllConnections();
  });

  test.each([
    [['list', '--profile', 'p', '--target', 'local'], '--profile is of AWS, and the target is local'],
    [['doctor', '--region', 'eu-west-1', '--target', 'local'], '--region is of AWS'],
    [['bootstrap', '--account', '123456789012', '--target', 'local'], '--account is of AWS'],
    [['list', '--target', 'here'], 'here'],
  ])('it refuses %j', async (args, message) => {
    const { status, err } = await say(...args);
    expect([status, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('FLOWMAP_TARGET says it for a shell', async () => {
    process.env['FLOWMAP_TARGET'] = 'local';
    expect((await say('list', '--endpoint-url', 'http://127.0.0.1:9')).err).toContain('No flow-cli local answers');
    process.env['FLOWMAP_TARGET'] = 'moon';
    expect(await say('list')).toMatchObject({ status: 2, err: expect.stringContaining('It can be aws or local.') });
  });
});
