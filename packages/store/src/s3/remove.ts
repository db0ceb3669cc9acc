import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { FlowError, isFlowError } from '@flowmap/graph';
import { type Access, failureOf } from './access.js';

/** Most keys that one request removes. The limit is that of Amazon S3. */
const BATCH = 1_000;

const RIGHT = 's3:DeleteObject';

// eslint-disable-next-line no-control-regex -- these are what it is about
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Removes objects, 1,000 in a request. Keys that S3 does not remove are an error, when all have been tried. */
export async function removeObjects(access: Access, keys: readonly string[]): Promise<void> {
  // Such a key has no place in the list of a request.
  const apart = keys.filter((key) => NOT_IN_XML.test(key));
  const together = keys.filter((key) => !NOT_IN_XML.test(key));
  const failed: unknown[] = [];
  for (let at = 0; at < together.length; at += BATCH) {
    failed.push(...(await removeBatch(access, together.slice(at, at + BATCH))));
  }
  for (const key of apart) {
    try {
      await access.client.send(new DeleteObjectCommand({ Bucket: access.bucket, Key: key }));
    } catch (error) {
      failed.push(await failureOf(access, error, { right: RIGHT, key }));
    }
  }
  if (failed.length > 0) throw summed(failed, keys.length);
}

/** The first failure, which says how many others there are. */
function summed([first, ...others]: readonly unknown[], tried: number): unknown {
  if (others.length === 0 || !isFlowError(first)) return first;
  const { code, message, hint, cause } = first;
  return new FlowError(code, `${message}, and ${others.length} more of ${tried} keys were not removed`, {
    cause,
    ...(hint !== undefined && { hint }),
  });
}

/** What went wrong with keys of a batch. A batch that fails as a whole throws. */
async function removeBatch(access: Access, keys: readonly string[]): Promise<unknown[]> {
  const command = new DeleteObjectsCommand({
    Bucket: access.bucket,
    Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true },
  });
  let answer;
  try {
    answer = await access.client.send(command);
  } catch (error) {
    const [key] = keys;
    throw await failureOf(access, error, { right: RIGHT, key: keys.length === 1 ? key : undefined });
  }
  return Promise.all(
    (answer.Errors ?? []).map(({ Key, Code = 'UnknownError', Message = 'S3 does not say why' }) => {
      const status = Code === 'AccessDenied' ? 403 : undefined;
      const error = Object.assign(new Error(Message), { name: Code, $metadata: { httpStatusCode: status } });
      return failureOf(access, error, { right: RIGHT, key: Key });
    }),
  );
}
