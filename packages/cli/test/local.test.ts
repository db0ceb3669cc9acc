import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { runCli } from '../src/cli.js';
import { newFolder, start } from './support/flow-cli.js';

/** Calls an action of the server at a URL. */
function call(url: string, action: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent: false, headers: { 'x-amz-target': `AWSStepFunctions.${action}` } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve(text));
      },
    );
    sent.on('error', reject);
    sent.end('{}');
  });
}

test('local serves the API until it is interrupted, and says where', async () => {
  const folder = newFolder();
  const running = start(folder, ['local', '--port', '0', '--region', 'eu-central-1']);
  await running.saw('AWS_ENDPOINT_URL_SFN');
  const second = await start(folder, ['local', '--port', '0']).ended;
  expect(second.status).toBe(1);
  expect(second.stderr).toContain('already');
  running.child.kill('SIGINT');
  // What it wrote to standard output is the URL alone, for scripts.
  const { status, stdout, stderr } = await running.ended;
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(stderr).toContain(`--endpoint-url ${stdout.trim()} --region eu-central-1`);
  expect(stderr).not.toContain('other machines');
  expect(status).toBe(0);
});

test('local answers to clients, and warns where others may come', async () => {
  const running = start(newFolder(), ['local', '--port', '0', '--host', '0.0.0.0']);
  let stderr = '';
  running.child.stderr?.on('data', (text: string) => (stderr += text));
  await running.saw('can be reached from other machines');
  const [, url = ''] = /--endpoint-url (\S+)/.exec(stderr) ?? [];
  expect(await call(url, 'ListStateMachines')).toBe('{"stateMachines":[]}');
  running.child.kill('SIGTERM');
  expect((await running.ended).status).toBe(0);
});

test.each([
  [['--port', 'x'], '--port x is no port'],
  [['--port', '65536'], '--port 65536 is no port'],
  [['--account', '12'], '--account 12 is no account'],
])('local refuses %j', async (args, message) => {
  let said = '';
  const io = { out: () => undefined, err: (text: string) => void (said += text), color: false };
  expect(await runCli(['local', ...args], io)).toBe(2);
  expect(said).toContain(message);
});
