import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { PolicyStatement } from '@flowmap/asl';
import {
  awsClients,
  bootstrapPolicy,
  deployerPolicy,
  doctorPolicy,
  type GrantedDocument,
  missingRights,
  operatorPolicy,
} from '@flowmap/deploy';
import { flow, param } from '@flowmap/flow';
import { inMemory } from '@flowmap/testing';
import { cliAccount, TOKEN } from './support/account.js';
import { jsonLines, newFolder } from './support/flow-cli.js';

const at = cliAccount();

const delays = flow(
  {
    name: 'delays',
    params: { year: param.integer(), wait: param.string({ default: 'no' }), dry: param.boolean({ default: false }) },
  },
  ({ step }) => step('report', ({ params }) => ({ year: params.year })),
);
const { graph } = delays;

/** Gives back its input. */
const ECHO = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const FAIL = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Oops', Cause: 'It went wrong' } } };
const WAIT = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100_000, End: true } } };
const MAP = {
  StartAt: 'perChunk',
  QueryLanguage: 'JSONata',
  States: {
    perChunk: {
      Type: 'Map',
      Label: 'perChunk',
      Items: [1, 2, 3],
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'P',
        States: { P: { Type: 'Pass', End: true } },
      },
      End: true,
    },
  },
};

async function inputOf(run: string, name: string): Promise<unknown> {
  const { calls } = at.account;
  const started = calls.find(({ action, input }) => action === 'StartExecution' && input['name'] === run);
  expect(String(started?.input['stateMachineArn'])).toContain(`:${name}:live`);
  return JSON.parse(String(started?.input['input']));
}

describe('trigger', () => {
  beforeAll(() => at.deploy('delays', ECHO, graph));

  test('starts a run with parameters of their types, whichever way they are given', async () => {
    const first = await at.cli(
      'trigger',
      'delays',
      '--year',
      '2024',
      '--param',
      'wait=long',
      '--dry',
      '--run-id',
      'one',
    );
    expect(first).toEqual({
      status: 0,
      out: 'delays/one\n',
      err: 'To see how it stands: flow-cli status delays/one --follow\n',
    });
    expect(await inputOf('one', 'delays')).toEqual({ year: 2024, wait: 'long', dry: true });
    const file = join(newFolder(), 'params.json');
    await writeFile(file, '{ "year": 2025 }');
    expect(await at.cli('trigger', 'delays', '--params-file', file, '--run-id', 'two')).toMatchObject({ status: 0 });
    expect(await inputOf('two', 'delays')).toEqual({ year: 2025 });
    const json = await at.cli('trigger', 'delays', '--year', '1', '--json');
    expect(jsonLines(json.out)).toEqual([
      {
        type: 'triggered',
        deployment: 'delays',
        run: expect.stringMatching(/^[0-9A-Z]{26}$/),
        executionArn: expect.stringContaining(':execution:delays:'),
        started: expect.any(String),
      },
    ]);
  });

  test.each([
    [[], 'year: required'],
    [['--year', 'x'], 'year: not an integer'],
    [['--param', 'year=2.5'], 'year: not an integer'],
    [['--param', 'month=1', '--year', '1'], 'month: unknown'],
    [['--month', '1', '--year', '1'], 'Unknown argument: month'],
    [['--year', '1', '--params-file', 'none.json'], 'Cannot read parameters from none.json'],
    [['--year', '1', '--run-id', 'a/b'], 'cannot be the id of a run'],
  ])('refuses %j', async (args, message) => {
    const { status, out, err } = await at.cli('trigger', 'delays', ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });

  test('waits for the end, and its status is that of the run', async () => {
    await at.deploy('delays-map', MAP, graph);
    await at.deploy('delays-fail', FAIL, graph);
    const well = await at.cli('trigger', 'delays-map', '--year', '1', '--wait', '--run-id', 'w');
    expect(well).toMatchObject({ status: 0, out: '' });
    expect(well.err).toContain('run w of delays-map\n');
    expect(well.err).toMatch(/perChunk done in .*: 3\/3 done/);
    expect(well.err).toContain('delays-map/w succeeded\n');
    const badly = await at.cli('trigger', 'delays-fail', '--year', '1', '--wait', '--run-id', 'f');
    expect(badly.status).toBe(1);
    expect(badly.err).toContain('delays-fail/f failed: Oops: It went wrong\n');
    expect(badly.err).toContain('flow-cli redrive delays-fail/f');
    const json = await at.cli('trigger', 'delays-fail', '--year', '1', '--wait', '--json');
    expect(json.status).toBe(1);
    expect(jsonLines(json.out).at(-1)).toMatchObject({ type: 'result', status: 'FAILED', error: 'Oops' });
  });

  test('leaves the run going at Ctrl-C, and says so', async () => {
    await at.deploy('delays-wait', WAIT, graph);
    const waiting = at.cli('trigger', 'delays-wait', '--year', '1', '--wait', '--run-id', 'c');
    while (
      !at.account.calls.some(
        ({ action, input }) => action === 'DescribeExecution' && String(input['executionArn']).endsWith(':c'),
      )
    ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    process.emit('SIGINT');
    const { status, err } = await waiting;
    expect(status).toBe(130);
    expect(err).toContain('delays-wait/c goes on. To see how it stands: flow-cli status delays-wait/c --follow\n');
    expect(await at.cli('status', 'delays-wait/c')).toMatchObject({ out: expect.stringContaining('RUNNING') });
  });

  test('takes a file as it is where the graph is not stored, and lists parameters where it is', async () => {
    expect((await at.cli('trigger', 'delays', '--help')).out).toMatch(/--year +integer, required/);
    await at.deploy('bare', ECHO, graph, 'n0graph');
    await at.objects.remove(['.flowmap/code/n0graph.graph.json']);
    expect(await at.cli('trigger', 'bare', '--param', 'year=1')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--params-file'),
    });
    const file = join(newFolder(), 'params.json');
    await writeFile(file, '{ "year": 7 }');
    expect(await at.cli('trigger', 'bare', '--params-file', file, '--run-id', 'bare')).toMatchObject({ status: 0 });
    expect(await inputOf('bare', 'bare')).toEqual({ year: 7 });
    const help = await at.cli('trigger', 'none', '--help');
    expect(help.out).toContain('Usage: flow-cli trigger NAME');
    expect(help.err).toContain('No flow is deployed as none');
  });
});

describe('list and list-runs', () => {
  test('show flows and runs as tables and as JSON', async () => {
    await at.deploy('delays', ECHO, graph);
    await at.cli('trigger', 'delays', '--year', '1', '--run-id', 'listed');
    const flows = await at.cli('list');
    expect(flows.out).toMatch(/^flow +version +deployed +by +owner +code\n/);
    expect(flows.out).toMatch(
      /\ndelays +\d+ +2\d{3}-\d\d-\d\d \d\d:\d\d:\d\dZ +developer\/session +developer\/session +c0dec0dec0de\n/,
    );
    expect(JSON.parse((await at.cli('list', '--json')).out)).toContainEqual(
      expect.objectContaining({ deployment: 'delays', owner: 'developer/session' }),
    );
    const runs = await at.cli('list-runs', 'delays', '--limit', '1');
    expect(runs.out).toMatch(/^run +status +started +took +redriven\nlisted +[A-Z]+ +2/);
    expect(runs.out.trim().split('\n')).toHaveLength(2);
    expect(jsonLines((await at.cli('list-runs', 'delays', '--json', '--limit', '1')).out)).toEqual([
      expect.objectContaining({ deployment: 'delays', run: 'listed' }),
    ]);
    expect((await at.cli('list-runs', 'delays', '--status', 'TIMED_OUT')).err).toBe(
      'delays has no runs that are TIMED_OUT.\n',
    );
    expect(await at.cli('list-runs', 'delay')).toMatchObject({
      status: 2,
      err: expect.stringContaining('No flow is deployed as delay.\n  Is it delays'),
    });
    expect(await at.cli('list-runs', 'delays', '--limit', 'all')).toMatchObject({ status: 2 });
  });
});

describe('status', () => {
  test('shows the counts of each foreach', async () => {
    await at.deploy('counted', MAP, graph);
    await at.cli('trigger', 'counted', '--year', '1', '--run-id', 's', '--wait');
    const { out } = await at.cli('status', 's', '--name', 'counted');
    expect(out).toMatch(
      /^counted\/s SUCCEEDED\nstarted .*, took .*\n\nforeach +Map Runs +items +pending +running +succeeded +failed\n/,
    );
    expect(out).toMatch(/\nperChunk +1 +3 +0 +0 +3 +0\n$/);
    expect(JSON.parse((await at.cli('status', 'counted/s', '--json')).out)).toMatchObject({
      status: 'SUCCEEDED',
      foreachs: [{ foreach: 'perChunk', counts: { total: 3 } }],
    });
    expect(await at.cli('status', 's')).toMatchObject({ status: 2, err: expect.stringContaining('NAME/RUN') });
    expect(await at.cli('status', 'counted/none')).toMatchObject({
      status: 2,
      err: expect.stringContaining('counted has no run none'),
    });
  });

  test('is drawn over itself on a terminal', async () => {
    await at.deploy('drawn', MAP, graph);
    const { status, err } = await at.atTerminal('trigger', 'drawn', '--year', '1', '--run-id', 'd', '--wait');
    expect(status).toBe(0);
    expect(err).toContain('drawn/d  ');
    expect(err).toMatch(/✔ perChunk .*3\/3/);
    expect(err.endsWith('\u001b[?25hdrawn/d succeeded\n')).toBe(true);
  });

  test('is asked no faster than the service answers, and left at Ctrl-C with the way to go on', async () => {
    const slow = structuredClone(MAP);
    Object.assign(slow.States.perChunk.ItemProcessor.States, { P: WAIT.States.W });
    await at.deploy('slow', slow, graph);
    await at.cli('trigger', 'slow', '--year', '1', '--run-id', 's');
    const before = at.account.calls.length;
    const asked = (): number =>
      at.account.calls.slice(before).filter(({ action }) => action === 'DescribeMapRun').length;
    const began = Date.now();
    const following = at.atTerminal('status', 'slow/s', '--follow');
    while (asked() < 3) await sleep(20);
    // The first pause is a second, and the others are longer.
    expect(Date.now() - began).toBeGreaterThan(1_900);
    process.emit('SIGINT');
    const { status, err } = await following;
    expect([status, asked()]).toEqual([130, 3]);
    expect(err).toMatch(/perChunk .*0\/3 {2}3 running/);
    expect(err.endsWith('\u001b[?25hslow/s goes on. To see how it stands: flow-cli status slow/s --follow\n')).toBe(
      true,
    );
  });

  test('is told to go on where it cannot be seen any more', async () => {
    await at.deploy('unseen', WAIT, graph);
    await at.cli('trigger', 'unseen', '--year', '1', '--run-id', 'u');
    let looks = 0;
    at.account.onCall(({ action }) => {
      if (action !== 'DescribeExecution') return undefined;
      looks += 1;
      return looks < 2 ? undefined : { code: 'ExpiredTokenException', message: 'The security token is expired' };
    });
    const { status, err } = await at.cli('status', 'unseen/u', '--follow');
    at.account.onCall(undefined);
    expect(status).toBe(1);
    expect(err).toContain('error The AWS credentials have expired.\n');
    expect(err).toMatch(/ The run goes on: flow-cli status unseen\/u --follow shows it again\.\n$/);
  });

  test('prints the result of a run that it followed', async () => {
    await at.deploy('delays', ECHO, graph, '0123abcd');
    await at.cli('trigger', 'delays', '--year', '1', '--run-id', 'r', '--wait');
    const stores = {
      metadata: at.metadata,
      objects: at.objects,
      clock: { now: Date.now, wait: (milliseconds: number) => sleep(milliseconds) },
    };
    await inMemory(delays).run({ params: { year: 2024 }, run: 'r', stores });
    expect(await at.cli('status', 'delays/r', '--follow')).toMatchObject({ status: 0, out: '{ year: 2024 }\n' });
    const { out } = await at.cli('status', 'delays/r', '--follow', '--json');
    expect(jsonLines(out).at(-1)).toEqual({ type: 'result', run: 'r', status: 'SUCCEEDED', value: { year: 2024 } });
  });
});

describe('logs', () => {
  test('prints what tasks logged', async () => {
    await at.deploy('logged', ECHO, graph);
    await at.cli('trigger', 'logged', '--year', '1', '--run-id', 'l', '--wait');
    const aws = awsClients(at.account.clientConfig);
    const place = { logGroupName: '/flowmap/logged', logStreamName: 's' };
    await aws.logs.send(new CreateLogStreamCommand(place));
    const line = { time: '2026-01-01T00:00:00.000Z', address: 'logged/l/report', attempt: 1, message: 'hello' };
    const logEvents = [{ timestamp: Date.now(), message: JSON.stringify(line) }];
    await aws.logs.send(new PutLogEventsCommand({ ...place, logEvents }));
    aws.close();
    expect(await at.cli('logs', 'logged/l')).toEqual({
      status: 0,
      out: '2026-01-01T00:00:00.000Z report | hello\n',
      err: '',
    });
    expect(jsonLines((await at.cli('logs', 'logged/l', 'report', '--json')).out)).toEqual([line]);
    expect((await at.cli('logs', 'logged/l', 'other')).out).toBe('');
    expect(await at.cli('logs', 'logged/l', 'a*')).toMatchObject({ status: 2 });
    expect(await at.cli('logs', 'logged/l', '--since', 'noon')).toMatchObject({ status: 2 });
  });
});

describe('terminate and redrive', () => {
  test('end a run, and go on with it', async () => {
    await at.deploy('ended', WAIT, graph);
    await at.cli('trigger', 'ended', '--year', '1', '--run-id', 'e');
    expect(await at.cli('redrive', 'ended/e')).toMatchObject({
      status: 2,
      err: expect.stringContaining('cannot be redriven'),
    });
    expect(await at.cli('terminate', 'ended/e', '--cause', 'no use')).toMatchObject({
      status: 0,
      out: 'ended/e is ABORTED\n',
    });
    expect((await at.cli('status', 'ended/e')).out).toContain('ABORTED: Flowmap.Terminated: no use');
    expect(await at.cli('redrive', 'ended/e')).toMatchObject({ status: 0, out: 'ended/e is RUNNING\n' });
    expect((await at.cli('status', 'ended/e')).out).toContain('redriven 1 time');
  });
});

describe('resume', () => {
  test('refuses runs that go on, and such as there are none', async () => {
    await at.deploy('again', WAIT, graph);
    await at.cli('trigger', 'again', '--year', '1', '--run-id', 'a');
    expect(await at.cli('resume', 'again/a')).toMatchObject({
      status: 2,
      err: expect.stringContaining('again/a has not ended'),
    });
    expect(await at.cli('resume', 'none', '--name', 'again')).toMatchObject({
      status: 2,
      err: expect.stringContaining('again has no run none'),
    });
  });
});

describe('parameters of resume', () => {
  beforeAll(async () => {
    await at.deploy('delays-again', ECHO, graph);
    await at.cli('trigger', 'delays-again', '--year', '2024', '--run-id', 'first', '--wait');
    // This machine records no runs.
    await at.metadata.createRun(
      {
        deployment: 'delays-again',
        run: 'first',
        status: 'RUNNING',
        started: '2030-01-01T00:00:00Z',
        code: 'c0de',
        params: { year: 2024, wait: 'long', gone: 1 },
      },
      new Date(Date.now() + 1e9),
    );
  });
  const resumes = { 'flowmap:resume': { run: 'first' } };

  test('are those of the earlier run, but for what is given', async () => {
    const file = join(newFolder(), 'params.json');
    await writeFile(file, '{ "wait": "short" }');
    const resume = (...args: string[]): Promise<{ status: number }> => at.cli('resume', 'delays-again/first', ...args);
    expect(await resume('--run-id', 'same')).toMatchObject({ status: 0 });
    expect(await inputOf('same', 'delays-again')).toEqual({ year: 2024, wait: 'long', ...resumes });
    expect(await resume('--year', '2025', '--param', 'dry=true', '--run-id', 'other')).toMatchObject({ status: 0 });
    expect(await inputOf('other', 'delays-again')).toEqual({ year: 2025, wait: 'long', dry: true, ...resumes });
    expect(await resume('--params-file', file, '--run-id', 'file')).toMatchObject({ status: 0 });
    expect(await inputOf('file', 'delays-again')).toEqual({ year: 2024, wait: 'short', ...resumes });
  });

  test.each([
    [['--year', 'x'], 'year: not an integer'],
    [['--month', '1'], 'Unknown argument: month'],
    [['--param', 'month=1'], 'month: unknown'],
    [['--year', '1', '--param', 'year=2'], 'year: given more than once'],
  ])('refuses %j', async (args, message) => {
    const { status, err } = await at.cli('resume', 'delays-again/first', ...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  test('are listed by its help, and there is no run without its name', async () => {
    expect((await at.cli('resume', 'delays-again/first', '--help')).out).toMatch(/--year +integer, required/);
    expect(await at.cli('resume')).toMatchObject({
      status: 2,
      err: expect.stringContaining('Say which run to resume'),
    });
  });
});

describe('the policies', () => {
  /** The calls that commands make, as needs of rights; who one is may be asked by everybody. */
  async function needed(...commands: readonly (readonly string[])[]): Promise<readonly PolicyStatement[]> {
    const before = at.account.calls.length;
    for (const command of commands) await at.cli(...command);
    return at.account.calls.slice(before).flatMap(({ service, action, resource }) => {
      const right = service === 's3' ? (S3_RIGHTS[action] ?? action) : action;
      // Of one that removes several objects the call tells none.
      if (action === 'DeleteObjects') return [];
      return service === 'sts' ? [] : [{ Action: [`${service}:${right}`], Resource: [resource] }];
    });
  }
  /** Sources: service authorization reference, Amazon S3. */
  const S3_RIGHTS: Readonly<Record<string, string>> = {
    ListObjectsV2: 'ListBucket',
    HeadBucket: 'ListBucket',
    'GET ownershipControls': 'GetBucketOwnershipControls',
    'PUT ownershipControls': 'PutBucketOwnershipControls',
    'GET policy': 'GetBucketPolicy',
    'PUT policy': 'PutBucketPolicy',
    'GET publicAccessBlock': 'GetBucketPublicAccessBlock',
    'PUT publicAccessBlock': 'PutBucketPublicAccessBlock',
    'GET tagging': 'GetBucketTagging',
    'PUT tagging': 'PutBucketTagging',
    'GET versioning': 'GetBucketVersioning',
    'PUT versioning': 'PutBucketVersioning',
    'GET encryption': 'GetEncryptionConfiguration',
    'PUT encryption': 'PutEncryptionConfiguration',
    'GET lifecycle': 'GetLifecycleConfiguration',
    'PUT lifecycle': 'PutLifecycleConfiguration',
  };
  const place = (name: string) => ({
    deployment: name,
    machine: name,
    partition: 'aws',
    region: at.account.region,
    account: at.account.account,
    table: 'flowmap',
    bucket: `flowmap-${at.account.account}-${at.account.region}`,
  });
  /** What nothing allows. Conditions are on keys, which no call tells. */
  const absent = (needs: readonly PolicyStatement[], policy: GrantedDocument) =>
    missingRights(needs, [policy]).filter(({ why }) => why !== 'unjudged');

  test('allow an operator all that running needs, and a deployer all that deployments need', async () => {
    await at.deploy('rights', MAP, graph, 'r1');
    await at.deploy('rights', { ...MAP, Comment: 'later' }, graph, 'r2');
    const operating = await needed(
      ['trigger', 'rights', '--year', '1', '--run-id', 'r', '--wait'],
      ['list'],
      ['list-runs', 'rights'],
      ['status', 'rights/r'],
      ['logs', 'rights/r'],
      ['terminate', 'rights/r'],
      ['redrive', 'rights/r'],
      ['resume', 'rights/r'],
      ['history', 'rights'],
    );
    expect(operating.length).toBeGreaterThan(20);
    expect(absent(operating, operatorPolicy(place('rights')))).toEqual([]);
    const deploying = await needed(
      ['promote', 'rights', '--weight', '10'],
      ['rollback', 'rights'],
      ['delete', 'rights', '--yes', '--purge'],
    );
    expect(absent(deploying, deployerPolicy(place('rights')))).toEqual([]);
    expect(absent(deploying, operatorPolicy(place('rights')))).not.toEqual([]);
  });

  test('allow who makes the base all of that, and who looks for what is wrong to look and no more', async () => {
    const names = ['--bucket', 'of-rights', '--table', 'of-rights'];
    const base = { ...place('seen'), bucket: 'of-rights', table: 'of-rights' };
    const making = await needed(['bootstrap', '--yes', ...names], ['bootstrap', '--plan', ...names]);
    expect(making.map(({ Action }) => Action[0])).toContain('s3:PutEncryptionConfiguration');
    expect(absent(making, bootstrapPolicy(base))).toEqual([]);
    await at.deploy('seen', MAP, graph, 'd1');
    const looking = await needed(['doctor'], ['doctor', 'seen']);
    expect(looking.length).toBeGreaterThan(20);
    expect(absent(looking, doctorPolicy(place('seen')))).toEqual([]);
    for (const { Action } of doctorPolicy(place('seen')).Statement) {
      for (const action of Action) expect(action).toMatch(/:(?:Describe|Get|List|Query)/);
    }
    expect(absent(looking, operatorPolicy(place('seen'))).length).toBeGreaterThan(0);
  });
});

describe('history, rollback, promote and delete', () => {
  test('look after the deployments of a flow', async () => {
    const later = { ...ECHO, Comment: 'later' };
    await at.deploy('versioned', ECHO, graph, 'first');
    await at.deploy('versioned', later, graph, 'second');
    expect(await at.cli('promote', 'versioned', '--weight', '10')).toMatchObject({
      status: 0,
      out: 'versioned: version 1 gets 90 %, version 2 gets 10 % of the runs that are started\n',
    });
    expect((await at.cli('history', 'versioned')).out).toMatch(
      /^version +deployed +by +code +machine +live\n *2 .* second +2 +10 %\n *1 .* first +1 +90 %\n$/,
    );
    await at.cli('promote', 'versioned', '--weight', '100');
    expect(await at.cli('rollback', 'versioned')).toMatchObject({
      status: 0,
      out: 'versioned: version 1 is live again, recorded as version 3\n',
    });
    expect(await at.cli('rollback', 'versioned', '--to', '3')).toMatchObject({
      out: 'versioned: version 3 is live already\n',
    });
    expect(await at.cli('promote', 'versioned', '--weight', 'all')).toMatchObject({ status: 2 });
    expect(await at.cli('promote', 'versioned', '--weight', '101')).toMatchObject({ status: 2 });
    expect(await at.cli('rollback', 'versioned', '--to', '9')).toMatchObject({ status: 2 });
    expect(JSON.parse((await at.cli('history', 'versioned', '--json')).out)).toHaveLength(3);

    expect(await at.cli('delete', 'versioned')).toMatchObject({ status: 2, err: expect.stringContaining('Add --yes') });
    expect(await at.answering('n', 'delete', 'versioned')).toMatchObject({ status: 2, err: 'Nothing was changed.\n' });
    const gone = await at.answering('y', 'delete', 'versioned');
    expect(gone).toMatchObject({ status: 0, out: 'deleted versioned\n' });
    expect(gone.err).toContain('kept     /flowmap/versioned: it has the log lines of runs\n');
    expect(await at.cli('history', 'versioned')).toMatchObject({ status: 2 });
  });

  test('are for the owner, or for whoever shows the token', async () => {
    await at.deploy('hers', ECHO, graph);
    const owner = { deployment: 'hers', owner: 'ada', token: TOKEN, at: '2026-01-01T00:00:00Z' };
    await at.metadata.claim(owner, TOKEN);
    for (const command of [['rollback'], ['promote', '--weight', '100'], ['delete', '--yes']]) {
      const [name = '', ...more] = command;
      expect(await at.cli(name, 'hers', ...more)).toMatchObject({
        status: 2,
        err: expect.stringContaining('hers was deployed by ada'),
      });
    }
    expect(await at.cli('delete', 'hers', '--yes', '--authorize', TOKEN)).toMatchObject({ status: 0 });
  });
});
