import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

/**
 * The program on the command line of a container in which there is nothing but Node: it fetches the module at the URL that is its first
 * argument from Amazon S3, with the rights of the container's role, and runs it. Its second argument is the region. As small as
 * it can be, since a job definition has 24 KiB and a configuration of an image 16.
 */
const [, url = '', region = ''] = process.argv;
const { env } = process;

/** Requests at most, with waits of 0.5, 1, 2, 4 and 8 seconds between them. */
const ATTEMPTS = 6;

interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token?: string | undefined;
}

/** What another attempt cannot change. */
class Refused extends Error {}

// Until the module listens: the first process of a container is not ended by a signal that it does not handle.
process.on('SIGTERM', () => process.exit(143));

attempt(1)
  .then(async (body) => {
    const file = join(mkdtempSync(join(tmpdir(), 'flowmap-')), 'index.mjs');
    writeFileSync(file, body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body);
    await import(pathToFileURL(file).href);
  })
  .catch((error: unknown) => {
    const { message, stack } = error as Error;
    console.error(JSON.stringify({ time: new Date().toISOString(), error: 'Flowmap.NotStarted', message, stack }));
    process.exit(1);
  });

async function attempt(number: number): Promise<Buffer> {
  try {
    return await fetched();
  } catch (error) {
    if (error instanceof Refused || number === ATTEMPTS) throw error;
    await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** number));
    return attempt(number + 1);
  }
}

async function fetched(): Promise<Buffer> {
  const response = await fetch(url, {
    headers: signed(await credentials(), new Date()),
    signal: AbortSignal.timeout(120_000),
  });
  const { status } = response;
  if (status === 200) return Buffer.from(await response.arrayBuffer());
  const code = /<Code>(.*?)</.exec(await response.text())?.[1] ?? '';
  const message = `the code of the flow cannot be fetched: ${url} answers ${status} ${code}`;
  if (status === 403) throw new Refused(`${message}: the role of the code needs s3:GetObject on it`);
  if (status === 404) throw new Refused(`${message}: it was removed: deploy the flow again`);
  throw new Error(message);
}

/** Source: AWS SDKs and tools reference guide, "Container credential provider". A function has them in its environment. */
async function credentials(): Promise<Credentials> {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = env;
  if (id && secret) return { AccessKeyId: id, SecretAccessKey: secret, Token: env['AWS_SESSION_TOKEN'] };
  const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const from = relative ? `http://169.254.170.2${relative}` : env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (!from) throw new Refused('the container has no role: neither variables nor an endpoint give credentials');
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token = file ? readFileSync(file, 'utf8').trim() : env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const response = await fetch(from, {
    headers: token ? { authorization: token } : {},
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`the credentials of the container's role cannot be fetched: ${response.status}`);
  return (await response.json()) as Credentials;
}

/** Source: Amazon S3 API reference, "Authenticating requests: using the Authorization header". */
function signed({ AccessKeyId, SecretAccessKey, Token }: Credentials, now: Date): Record<string, string> {
  const { host, pathname } = new URL(url);
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const body = sha('');
  const headers: Record<string, string> = { host, 'x-amz-content-sha256': body, 'x-amz-date': time };
  if (Token) headers['x-amz-security-token'] = Token;
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const asked = `GET\n${pathname}\n\n${lines.join('')}\n${names}\n${body}`;
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SecretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha(asked)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${AccessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`;
  return { ...headers, authorization };
}

function sha(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
