import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { lambda } from '@flowmap/compute-lambda';
import { batch } from '@flowmap/compute-batch';
import { isFlowError, type StepNode } from '@flowmap/graph';
import { testTarget } from '@flowmap/testing';
import { unzipSync } from 'fflate';
import { sizeOf } from '../../src/code/pack-code.js';
import { bundleEntries, codeLocation, missingPackages, packCode, type Entries } from '../../src/index.js';
import { bundleOf, folderWith } from '../support/bundle.js';

const FLOW = `import { flow } from '@flowmap/flow';
import { name } from './name.ts';
export default flow({ name: 'f' }, ({ step }) => { step('start', () => name); });
`;

jest.setTimeout(60_000);

/** Small ones, where it does not matter what they do. */
const SMALL: Entries = { lambda: 'lambda', container: 'container', loader: 'loader' };

let entries: Entries;
beforeAll(async () => {
  entries = await bundleEntries();
});

const packed = async () => {
  const folder = await folderWith({ 'flows/f.ts': FLOW, 'flows/name.ts': "export const name = 'name';" });
  return packCode(await bundleOf(join(folder, 'flows/f.ts')), { computes: [lambda()], entries: SMALL });
};

describe('packCode', () => {
  test('gives the same bytes for the same sources in another folder', async () => {
    const [one, other] = [await packed(), await packed()];
    expect(one.hash).toBe(other.hash);
    expect(Buffer.compare(one.zip(), other.zip())).toBe(0);
    expect(Buffer.compare(one.module(), other.module())).toBe(0);
  });

  test('has the flow as it is beside its runtime, with a source map that names no folder of this machine', async () => {
    const folder = await folderWith({ 'f.ts': FLOW, 'name.ts': "export const name = 'name';" });
    const bundle = await bundleOf(join(folder, 'f.ts'));
    const packed = await packCode(bundle, { computes: [], entries });
    const files = unzipSync(packed.zip());
    const textOf = (name: string): string => Buffer.from(files[name] ?? []).toString('utf8');
    expect(Object.keys(files)).toEqual(['flow.mjs', 'flow.mjs.map', 'index.mjs']);
    expect(textOf('flow.mjs')).toBe(`${bundle.code}\n//# sourceMappingURL=flow.mjs.map\n`);
    expect(JSON.parse(textOf('flow.mjs.map'))).toMatchObject({ sources: expect.arrayContaining(['f.ts']) });
    expect(packed.size).toBe(Object.values(files).reduce((sum, { length }) => sum + length, 0));
    for (const text of [...Object.keys(files).map(textOf), gunzipSync(packed.module()).toString('utf8')]) {
      expect(text).not.toContain(folder);
    }
  });

  test('has a hash that changes with the configuration, and with that alone', async () => {
    const bundle = { code: 'export default 1;', map: '{"version":3,"sources":[],"mappings":""}' };
    const one = await packCode(bundle, { computes: [lambda()], entries: SMALL });
    const other = await packCode(bundle, { computes: [lambda({ memoryMb: 512 })], entries: SMALL });
    expect(one.hash).not.toBe(other.hash);
    expect(Buffer.compare(one.zip(), other.zip())).toBe(0);
    expect((await packCode(bundle, { computes: [lambda()], entries: SMALL })).hash).toBe(one.hash);
  });

  test('bundles the programs to the same text again, and to less than a command line holds', async () => {
    expect(await bundleEntries()).toEqual(entries);
    expect(entries.loader.length).toBeLessThan(4_096);
  });

  test('refuses more than a function holds, and names the way out', () => {
    const files = new Map([
      ['index.mjs', new Uint8Array(1024 * 1024)],
      ['flow.mjs', new Uint8Array(3 * 1024 * 1024)],
    ]);
    expect(sizeOf(files, [], 4 * 1024 * 1024)).toBe(4 * 1024 * 1024);
    try {
      sizeOf(files, [], 2.5 * 1024 * 1024);
      throw new Error('it was taken');
    } catch (error) {
      expect(isFlowError(error) && error).toMatchObject({
        code: 'CODE_TOO_LARGE',
        message:
          'The code takes 4 MiB unzipped, and a Lambda function holds 2.5 MiB. Its largest parts: flow.mjs 3 MiB, index.mjs 1 MiB.',
        hint: expect.stringMatching(/`external`.*image/),
      });
    }
  });

  test('names the largest packages and files where they are known', () => {
    const names = ['node_modules/small', 'data.json', 'node_modules/@acme/large', 'flow.ts', 'a.ts', 'b.ts'];
    const modules = names.map((name, i) => ({ name, bytes: name.includes('large') ? 5_000_000 : 1_000_000 - i }));
    expect(() => sizeOf(new Map([['flow.mjs', new Uint8Array(10)]]), modules, 5)).toThrow(
      /Its largest parts: node_modules\/@acme\/large 4\.8 MiB, node_modules\/small 1 MiB, .*, a\.ts 1 MiB\.$/,
    );
  });
});

describe('codeLocation', () => {
  const code = { hash: '0123456789abcdef', loader: 'x' };

  test('says where the code lies, and how a container fetches it', () => {
    expect(codeLocation(code, { bucket: 'b', region: 'eu-west-1', partition: 'aws' })).toEqual({
      bucket: 'b',
      zip: '.flowmap/code/0123456789abcdef.zip',
      module: '.flowmap/code/0123456789abcdef.mjs.gz',
      start: [
        'node',
        '-e',
        'x',
        'https://s3.eu-west-1.amazonaws.com/b/.flowmap/code/0123456789abcdef.mjs.gz',
        'eu-west-1',
      ],
    });
    const china = codeLocation(code, { bucket: 'b', region: 'cn-north-1', partition: 'aws-cn' });
    expect(china.start[3]).toMatch(/^https:\/\/s3\.cn-north-1\.amazonaws\.com\.cn\/b\//);
  });

  test('with the real loader, leaves a job definition much room', () => {
    const target = testTarget('f');
    const step: StepNode = { kind: 'step', id: 'a', in: {} };
    const place = {
      code: codeLocation({ ...code, loader: entries.loader }, target),
      role: 'r',
      logGroup: 'g',
      environment: {},
    };
    const { resources } = batch({ queue: 'q' }).deploys!([step], place, target);
    expect(JSON.stringify(resources[0]?.Properties).length).toBeLessThan(5_000);
  });
});

test('missingPackages warns where nothing brings what was left out', () => {
  const deployed = new Map([
    ['default', { lacksPackages: 'Give layers.' }],
    ['large', {}],
  ]);
  expect(missingPackages([], deployed)).toEqual([]);
  expect(missingPackages(['sharp', 'canvas'], deployed)).toEqual([
    {
      code: 'FLOW3011',
      severity: 'warning',
      at: '',
      message: 'the compute default brings no packages, and sharp, canvas are left out of the bundle',
      hint: 'Give layers.',
    },
  ]);
});
