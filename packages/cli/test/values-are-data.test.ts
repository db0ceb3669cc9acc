import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Computes } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import type { HistoryEvent } from '@flowmap/engine';
import { flow, param } from '@flowmap/flow';
import { inMemory } from '@flowmap/testing';
import { cliAccount } from './support/account.js';
import { newFolder } from './support/flow-cli.js';

const at = cliAccount();

/** What a shell, JSONata, an intrinsic function, a template of EventBridge or a parser of options would take for its own. */
const AWKWARD: readonly string[] = [
  '$(touch x)',
  '`touch x`; rm -rf $HOME && echo "$PATH" | cat > y',
  `a 'single' and a "double" quote, and \\backslashes\\n`,
  'two\nlines\r\nand\ta tab',
  '{{ mustache }} ${dollar} %{percent}',
  '{% $states.context.Execution.Id %}',
  "States.Format('{}', $.params)",
  '$.detail.object.key',
  '<key> <aws.events.event.json> &lt;',
  '--name=other',
  '=a=b',
  ' blanks ',
  'ünïcödé \u{1f600} \u2028 \u202e שלום',
  '{"json":[1,"2"]}',
];

/** What of it a text in JSON keeps as it is, so that it could be found there. */
const marks = (value: string): string => JSON.stringify(value).slice(1, -1);

const echo = flow({ name: 'echo', params: { text: param.string() } }, ({ step }) =>
  step('say', ({ params }) => ({ text: params.text })),
);

describe('the value of a parameter', () => {
  const COMPUTES: readonly (readonly [on: string, computes: Computes])[] = [
    ['AWS Lambda', { default: lambda() }],
    ['AWS Batch', { default: batch({ queue: 'jobs' }) }],
  ];

  it.each(COMPUTES)(
    'comes to the code on %s as it was given, and is in no task, command or environment',
    async (_, computes) => {
      const machine = inMemory(echo, { computes });
      for (const text of AWKWARD) {
        const events: HistoryEvent[] = [];
        const { outcome, result } = await machine.run({ params: { text }, record: (event) => void events.push(event) });
        expect(outcome.status).toBe('SUCCEEDED');
        expect(await result()).toEqual({ text });
        const tasks = JSON.stringify(
          events.filter((event) => /"resourceType":"(?:lambda|batch)"/u.test(JSON.stringify(event))),
        );
        expect(tasks).not.toBe('[]');
        expect(tasks).not.toContain(marks(marks(text)));
        expect(tasks).not.toContain(marks(text));
      }
    },
  );

  it('is handed over by flow-cli trigger as it was given, in each of the ways', async () => {
    const pass = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
    await at.deploy('echo', pass, echo.graph);
    const file = join(newFolder(), 'params.json');
    for (const [i, text] of AWKWARD.entries()) {
      writeFileSync(file, JSON.stringify({ text }));
      const ways = [['--param', `text=${text}`], [`--text=${text}`], ['--params-file', file]];
      for (const [j, way] of ways.entries()) {
        const run = `r-${i}-${j}`;
        expect(await at.cli('trigger', 'echo', ...way, '--run-id', run)).toMatchObject({ status: 0 });
        const started = at.account.calls.find(
          ({ action, input }) => action === 'StartExecution' && input['name'] === run,
        );
        expect(JSON.parse(String(started?.input['input']))).toEqual({ text });
      }
    }
  });
});

describe('a flow of such values, deployed', () => {
  /** What tags may have of it. */
  const TAG = 'team=data +-=._:/@ ünï';
  const values = Object.fromEntries(AWKWARD.map((text, i) => [`p${i}`, text]));
  const folder = newFolder();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(
    fileURLToPath(new URL('../../../node_modules/@flowmap', import.meta.url)),
    join(folder, 'node_modules/@flowmap'),
  );
  writeFileSync(
    join(folder, 'flowmap.config.ts'),
    `import { batch } from '@flowmap/compute-batch';
export default { computes: { heavy: batch({ queue: 'jobs' }) } };`,
  );
  const specs = Object.keys(values).map((name) => `${name}: param.string({ default: '' })`);
  writeFileSync(
    join(folder, 'given.ts'),
    `import { flow, onEnd, onObject, param } from '@flowmap/flow';
const values = ${JSON.stringify(values)};
export default flow({
  name: 'given',
  params: { ${specs.join(', ')}, file: param.string({ default: '' }) },
  schedules: { plain: { every: '1 hour', params: values }, skipping: { every: '1 day', params: values, overlap: 'skip' } },
  triggers: {
    all: onEnd('other', { params: values }),
    some: onObject({ bucket: 'raw', params: values, from: { file: 'key' } }),
  },
}, ({ step }) => {
  const one = step('one', () => 1);
  return step('two', { in: { one: one.out }, resources: { on: 'heavy' } }, () => 2);
});`,
  );

  it('gives them to its schedules and triggers, and nothing of them to a command line', async () => {
    const said = await at.cli('deploy', join(folder, 'given.ts'), '--yes', '--tag', TAG);
    expect(said).toMatchObject({ status: 0 });
    const there = (await at.account.contents()) as Readonly<Record<string, Target>>;
    interface Target {
      readonly Target?: { readonly Input: string };
      readonly Input?: string;
      readonly InputTransformer?: { readonly InputTemplate: string };
    }
    const inputOf = (name: string): unknown =>
      JSON.parse(there[`schedule default/flowmap-given.${name}`]?.Target?.Input ?? '');
    expect(inputOf('plain')).toEqual(values);
    expect(JSON.parse((inputOf('skipping') as { readonly input: string }).input)).toEqual(values);
    expect(JSON.parse(there['rule-target flowmap-given.all/flow']?.Input ?? '')).toEqual(values);
    const template = there['rule-target flowmap-given.some/flow']?.InputTransformer?.InputTemplate ?? '';
    expect(template.match(/<[^>]*>/gu)).toEqual(['<key>']);
    expect(JSON.parse(template.replace('<key>', '"k"'))).toEqual({ ...values, file: 'k' });
    const others = JSON.stringify(Object.entries(there).filter(([name]) => !/^(?:schedule|rule-target) /u.test(name)));
    expect(others).toContain('job-definition given');
    for (const text of AWKWARD.filter((value) => value.length > 8)) expect(others).not.toContain(marks(text));
    expect(others).toContain(TAG.slice(TAG.indexOf('=') + 1));
  });

  it.each(['x=$(touch x)', 'x=a;b', 'x=<key>', 'a{b=1', "x='"])(
    'has no tag %j, which AWS would refuse in the middle',
    async (tag) => {
      const before = at.account.calls.length;
      const { status, err } = await at.cli(
        'deploy',
        join(folder, 'given.ts'),
        '--yes',
        '--name',
        'tagged',
        '--tag',
        tag,
      );
      expect([status, err]).toEqual([2, expect.stringContaining('letters, digits, blanks and _ . : / = + - @')]);
      expect(at.account.calls.slice(before).filter(({ service }) => service !== 'sts')).toEqual([]);
    },
  );
});
