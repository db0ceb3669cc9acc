import type { FlowGraph } from '@flowmap/graph';
import { choose, foreach, graph, item, of, step } from '../checks/graphs.js';

/** Graphs that use every field there is. */
export const GOLDEN: { readonly [name: string]: FlowGraph } = {
  least: graph([step('only')]),
  settings: graph(
    [
      step('list'),
      foreach('each', of('list'), [step('each/do')], {
        tolerate: { count: { param: 'may', path: [] }, percentage: { param: 'share', path: [] } },
        concurrency: { param: 'may', path: [] },
      }),
    ],
    { params: { may: { type: 'integer', default: 1 }, share: { type: 'number' } } },
  ),
  most: graph(
    [
      step('list', {
        retry: { attempts: 3, delaySeconds: 2, backoff: 1.5, maxDelaySeconds: 60, on: ['Busy'] },
        resources: { on: 'batch', cpu: 0.5, memoryMb: 512, gpu: 1, architecture: 'arm64' },
        timeoutSeconds: 300,
        env: { MODEL: 'small' },
        secrets: {
          TOKEN: { from: 'secretsmanager', name: 'prod/token', key: 'token', kmsKey: 'arn' },
          URL: { from: 'ssm', name: '/prod/url' },
        },
        catch: { id: 'failed' },
      }),
      step('size', { in: { list: of('list', 'rows'), mode: { param: 'mode', path: [] } }, after: ['list'] }),
      {
        ...foreach('each', of('list', 'rows'), [
          foreach('each/inner', item('each'), [step('each/inner/do', { in: { x: item('each/inner') } })], {
            after: ['each/first'],
          }),
          step('each/first'),
        ]),
        body: {
          nodes: [
            step('each/first'),
            foreach('each/inner', item('each'), [step('each/inner/do', { in: { x: item('each/inner') } })], {
              after: ['each/first'],
            }),
          ],
          result: of('each/inner'),
        },
        tolerate: { count: 3, percentage: 1.5 },
        concurrency: 10,
        strategy: { kind: 'distributed', apiVersion: 1, options: { batch: 100 }, package: '@flowmap/map-distributed' },
        after: ['size'],
      },
      foreach(
        'listed',
        {
          source: 's3.list',
          bucket: { param: 'day', path: [] },
          prefix: of('list', 'prefix'),
          maxItems: 10,
          kmsKey: 'arn',
        },
        [step('listed/do')],
      ),
      foreach('json', { source: 's3.json', bucket: 'raw', key: 'a.json', pointer: '/rows' }, [step('json/do')]),
      foreach('lines', { source: 's3.jsonl', bucket: 'raw', key: { param: 'day', path: [] } }, [step('lines/do')]),
      foreach(
        'rows',
        {
          source: 's3.csv',
          bucket: 'raw',
          key: 'a.csv',
          columns: { year: 'integer', note: 'string?' },
          header: ['year', 'note', 'more'],
          delimiter: 'tab',
        },
        [step('rows/do')],
      ),
      foreach('parquet', { source: 's3.parquet', bucket: 'raw', key: 'a.parquet' }, [step('parquet/do')]),
      foreach('listed2', { source: 's3.inventory', bucket: 'raw', key: 'inv/manifest.json' }, [step('listed2/do')]),
      {
        ...choose(
          'pick',
          { param: 'mode', path: [] },
          { fast: { nodes: [step('pick/fast/do')], result: of('pick/fast/do') } },
        ),
        otherwise: { nodes: [step('pick/otherwise/do')] },
        after: ['each'],
      },
    ],
    {
      description: 'Everything',
      timeoutSeconds: 86_400,
      params: {
        day: { type: 'string', default: '2026-01-01', description: 'The day' },
        alpha: { type: 'number', default: 0.1, description: 'A number' },
        rows: { type: 'integer', default: 100, description: 'How many' },
        dry: { type: 'boolean', default: true, description: 'Or not' },
        mode: { type: 'enum', values: ['fast', 'slow'], default: 'fast', description: 'How' },
        extra: { type: 'json', default: { any: [null] }, description: 'More' },
      },
    },
  ),
};
