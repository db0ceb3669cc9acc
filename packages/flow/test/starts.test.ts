import { describe, expect, it } from '@jest/globals';
import { flow, onEnd, onObject, param, type FlowOptions, type NotifyOptions } from '@flowmap/flow';

const params = { rows: param.integer({ default: 3 }), file: param.string({ default: '' }) };

type Options = FlowOptions<{ rows: number; file: string }>;

/** A flow with these options, as its graph has them, and what is wrong with it. */
function built(options: Pick<Options, 'schedules' | 'triggers' | 'notify'>) {
  const { graph, diagnostics } = flow({ name: 'f', params, ...options }, ({ step }) => void step('a', () => 1));
  const told = diagnostics.map(({ code, message }) => `${code} ${message}`);
  return { graph: JSON.parse(JSON.stringify(graph)) as typeof graph, told };
}

describe('schedules', () => {
  it('are expressions in the graph', () => {
    const { graph, told } = built({
      schedules: {
        nightly: { cron: ' 0  3 * * ? * ', timeZone: 'Europe/Berlin', params: { rows: 5 }, overlap: 'skip' },
        often: { every: '15 minutes' },
        once: { at: '2026-12-01T06:00:00', overlap: 'allow' },
      },
    });
    expect(told).toEqual([]);
    expect(graph.schedules).toEqual({
      nightly: { expression: 'cron(0 3 * * ? *)', timeZone: 'Europe/Berlin', params: { rows: 5 }, overlap: 'skip' },
      often: { expression: 'rate(15 minutes)' },
      once: { expression: 'at(2026-12-01T06:00:00)', overlap: 'allow' },
    });
  });

  it('are checked with the flow', () => {
    expect(built({ schedules: { often: { every: '1 hours' } } }).told).toEqual([
      'FLOW1024 The schedule often is a rate of 1 hours, which is written 1 hour',
    ]);
  });

  it('have no options but their own', () => {
    const misspelt = { every: '1 hour', timezone: 'UTC' } as { every: string };
    expect(built({ schedules: { often: misspelt } }).told).toEqual([
      'FLOW1108 The schedule often has an unknown option timezone',
    ]);
  });
});

describe('triggers', () => {
  it('wait for the end of another flow, by default a good one', () => {
    expect(onEnd('load')).toEqual({ on: 'flow-end', flow: 'load', status: ['SUCCEEDED'] });
    expect(onEnd('load', { status: 'FAILED' })).toMatchObject({ status: ['FAILED'] });
    const failed = onEnd('load', { status: ['FAILED', 'ABORTED'], params: { rows: 1 }, from: { file: 'run' } });
    const { graph, told } = built({ triggers: { failed } });
    expect(told).toEqual([]);
    expect(graph.triggers).toEqual({
      failed: {
        on: 'flow-end',
        flow: 'load',
        status: ['FAILED', 'ABORTED'],
        params: { rows: 1 },
        from: { file: 'run' },
      },
    });
  });

  it('wait for objects of a bucket', () => {
    const uploads = onObject({ bucket: 'raw', prefix: 'in/', suffix: '.csv', from: { file: 'key', rows: 'size' } });
    const { graph, told } = built({ triggers: { uploads } });
    expect(told).toEqual([]);
    expect(graph.triggers).toEqual({
      uploads: {
        on: 's3-object',
        bucket: 'raw',
        prefix: 'in/',
        suffix: '.csv',
        from: { file: 'key', rows: 'size' },
      },
    });
  });
});

describe('notifications', () => {
  const target = 'arn:aws:sns:eu-central-1:123456789012:alarms';

  it('are of all ends that are not good, unless they say of which', () => {
    const { graph, told } = built({ notify: [{ target }, { target, status: 'TIMED_OUT' }] });
    expect(told).toEqual([]);
    expect(graph.notify).toEqual([
      { target, status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      { target, status: ['TIMED_OUT'] },
    ]);
  });

  it('have no options but their own', () => {
    const misspelt = { target, on: ['FAILED'] } as NotifyOptions;
    expect(built({ notify: [misspelt] }).told).toEqual(['FLOW1108 A notification has an unknown option on']);
  });
});

it('leaves the graph without them where nothing starts the flow', () => {
  const { graph } = built({});
  expect(Object.keys(graph)).toEqual(['schemaVersion', 'name', 'params', 'body']);
});
