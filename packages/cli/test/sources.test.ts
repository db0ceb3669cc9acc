import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flowCli, flowFile, newFolder } from './support/flow-cli.js';

const DELAYS = flowFile('delays.ts');

/** A folder with a bucket of flights. */
function buckets(): { readonly folder: string } {
  const folder = newFolder();
  mkdirSync(join(folder, 'buckets', 'flights'), { recursive: true });
  writeFileSync(join(folder, 'buckets', 'flights', 'a.csv'), 'origin,delay\nCDG,20\nJFK,3\nORD,\nLAX,16\n');
  return { folder };
}

describe('flow-cli run --s3', () => {
  it('runs over a file and a list of a bucket that is a folder', async () => {
    const { folder } = buckets();
    const { status, stdout, stderr } = await flowCli(
      folder,
      ...['run', DELAYS, '--param', 'file=a.csv', '--may', '1', '--s3', 'buckets', '--json'],
    );
    expect(stderr).toBe('');
    const last = stdout.trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({
      value: {
        flights: [
          'CDG true',
          'JFK false',
          'item 2 of perFlight has "" in the column delay, which is no integer',
          'LAX true',
        ],
        files: ['a.csv 38'],
      },
    });
    expect(stdout).toMatch(/"id":"perFlight".*"total":4/);
    expect(status).toBe(0);
  });

  it('says which item of which foreach is wrong', async () => {
    const { folder } = buckets();
    const args = ['run', DELAYS, '--param', 'file=a.csv', '--s3', 'buckets', '--quiet'];
    const { status, stderr } = await flowCli(folder, ...args);
    expect(stderr).toContain('perFlight: 1 of 4 items failed, 0 tolerated');
    expect(status).toBe(1);
  });

  it('names what is not there', async () => {
    const { folder } = buckets();
    const args = ['run', DELAYS, '--param', 'file=b.csv', '--s3', 'buckets', '--quiet'];
    const missing = await flowCli(folder, ...args);
    expect(missing.stderr).toContain('S3.NoSuchKeyException');
    expect(missing.stderr).toContain('b.csv');
    expect(missing.status).toBe(1);
    const none = await flowCli(folder, 'run', DELAYS, '--param', 'file=a.csv', '--quiet');
    expect(none.stderr).toContain('The specified bucket does not exist: flights');
    expect(none.status).toBe(1);
  });
});
