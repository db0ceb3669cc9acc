import { describe, expect, test } from '@jest/globals';
import { type HistoryEvent, run } from '../src/index.js';
import { machine, task } from './machines.js';
import { ports } from './ports.js';

async function eventsOf(resource: string, work: () => Promise<null> = async () => null): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const use = ports(({ submitted }) => {
    submitted({ JobId: 'j' });
    return work();
  }, events);
  await run(machine({ work: task({ Resource: resource, Arguments: { a: 1 }, TimeoutSeconds: 9 }) }), {}, use);
  return events.slice(2, -1);
}

describe('the events of a task', () => {
  test('of a service integration', async () => {
    expect((await eventsOf('arn:aws:states:::lambda:invoke')).map(({ type, details }) => [type, details])).toEqual([
      [
        'TaskScheduled',
        { parameters: { a: 1 }, region: 'us-east-1', resource: 'invoke', resourceType: 'lambda', timeoutInSeconds: 9 },
      ],
      ['TaskStarted', { resource: 'invoke', resourceType: 'lambda' }],
      ['TaskSucceeded', { output: null, resource: 'invoke', resourceType: 'lambda' }],
      ['TaskStateExited', { name: 'work', output: null }],
    ]);
  });

  test('of a job that is waited for, once submitted', async () => {
    const resource = { resource: 'submitJob.sync', resourceType: 'batch' };
    const succeeded = await eventsOf('arn:aws:states:::batch:submitJob.sync');
    expect(succeeded[2]).toMatchObject({ type: 'TaskSubmitted', details: { output: { JobId: 'j' }, ...resource } });
    expect(succeeded[3]).toMatchObject({ type: 'TaskSucceeded', previousEventId: 5 });
    const failed = await eventsOf('arn:aws:states:::batch:submitJob.sync', () => Promise.reject(new Error('exit 1')));
    expect(failed.slice(2)).toMatchObject([
      { type: 'TaskSubmitted' },
      { type: 'TaskFailed', details: { error: 'Error', cause: 'exit 1', ...resource } },
    ]);
  });

  test('of an SDK integration name the service whole', async () => {
    const [scheduled] = await eventsOf('arn:aws:states:::aws-sdk:s3:getObject');
    expect(scheduled?.details).toMatchObject({ resource: 'getObject', resourceType: 'aws-sdk:s3' });
  });

  test('of a function by its own ARN', async () => {
    const events = await eventsOf('arn:aws:lambda:us-east-1:123456789012:function:f');
    expect(events.map(({ type }) => type)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
    ]);
    expect(events[1]).not.toHaveProperty('details');
  });
});
