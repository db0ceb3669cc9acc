/**
 * Stands before a moto server, which knows aliases of state machines and starts nothing through them: what is to be started through
 * one is started from the machine itself. All else passes as it is.
 *
 *     node alias-proxy.mjs ENDPOINT PORT
 */
import { createServer, request } from 'node:http';

const [endpoint, port] = process.argv.slice(2);
const { hostname, port: target } = new URL(endpoint);

createServer((asked, answer) => {
  const parts = [];
  asked.on('data', (part) => parts.push(part));
  asked.on('end', () => {
    let body = Buffer.concat(parts);
    if (asked.headers['x-amz-target'] === 'AWSStepFunctions.StartExecution') {
      const input = JSON.parse(body.toString());
      body = Buffer.from(JSON.stringify({ ...input, stateMachineArn: input.stateMachineArn.replace(/:live$/, '') }));
    }
    const headers = { ...asked.headers, 'content-length': String(body.length) };
    delete headers['transfer-encoding'];
    const passed = request({ hostname, port: target, method: asked.method, path: asked.url, headers }, (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    passed.end(body);
  });
}).listen(Number(port), '127.0.0.1');
