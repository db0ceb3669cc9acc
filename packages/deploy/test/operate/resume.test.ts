import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { flow, param } from '@flowmap/flow';
import { graphKey } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import { awaitEnd, liveDeployment, resume, trigger } from '../../src/index.js';
import { ECHO, WAIT } from './support/machines.js';
import { world } from './support/world.js';

const w = world();
const { graph } = flow({ name: 'flights', params: { year: param.integer() } }, ({ step }) => step('report', () => 1));

/** The machines of these tests record no runs. */
async function record(run: string): Promise<void> {
  const started = '2030-01-01T00:00:00Z';
  const params = { year: 2024, old: true };
  await w.metadata.createRun(
    { deployment: 'flights', run, status: 'RUNNING', started, code: 'c0de', params },
    new Date(Date.now() + 1e9),
  );
}

test('starts a run with the parameters that the flow still has, and says which run it resumes', async () => {
  await w.deploy('flights', ECHO);
  const objects = memoryObjects();
  const ports = { ...w, objects };
  await awaitEnd(w, await trigger('flights', { params: {}, runId: 'one' }, w));
  await record('one');
  const inputOf = async (executionArn: string): Promise<unknown> => {
    const { input } = await w.aws.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return JSON.parse(input ?? '') as unknown;
  };
  const bare = await resume({ deployment: 'flights', run: 'one' }, {}, ports);
  expect(await inputOf(bare.executionArn)).toEqual({ year: 2024, old: true, 'flowmap:resume': { run: 'one' } });

  const { code } = await liveDeployment('flights', w);
  await objects.put(graphKey(code), Buffer.from(JSON.stringify(graph)));
  const request = { from: 'report', runId: 'two' };
  const run = await resume({ deployment: 'flights', run: 'one' }, request, ports);
  expect(run.run).toBe('two');
  expect(await inputOf(run.executionArn)).toEqual({ year: 2024, 'flowmap:resume': { run: 'one', from: 'report' } });
  await expect(resume({ deployment: 'flights', run: 'one' }, { from: 'sum' }, ports)).rejects.toMatchObject({
    code: 'NO_SUCH_STEP',
    hint: 'It has report.',
  });
});

test('refuses a run that goes on, and one that is not there', async () => {
  await w.deploy('flights', WAIT);
  const ports = { ...w, objects: memoryObjects() };
  const run = await trigger('flights', { params: {}, runId: 'waiting' }, w);
  await expect(resume(run, {}, ports)).rejects.toMatchObject({ code: 'RUN_GOES_ON' });
  await expect(resume({ deployment: 'flights', run: 'none' }, {}, ports)).rejects.toMatchObject({
    code: 'NO_SUCH_RUN',
  });
});
