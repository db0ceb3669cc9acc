import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Access, failureOf } from './access.js';

/** The objects whose keys begin with `prefix`, a page of up to 1,000 in each request, in the order of S3: that of the bytes of their keys. */
export async function* listObjects(access: Access, prefix: string): AsyncGenerator<{ key: string; size: number }> {
  for (let token: string | undefined, isOver = false; !isOver;) {
    const command = new ListObjectsV2Command({
      Bucket: access.bucket,
      // Some characters of keys cannot be in XML.
      EncodingType: 'url',
      ...(prefix !== '' && { Prefix: prefix }),
      ...(token !== undefined && { ContinuationToken: token }),
    });
    let page;
    try {
      page = await access.client.send(command);
    } catch (error) {
      throw await failureOf(access, error, { right: 's3:ListBucket' });
    }
    for (const { Key = '', Size = 0 } of page.Contents ?? []) yield { key: decodeKey(Key), size: Size };
    token = page.NextContinuationToken;
    isOver = token === undefined;
  }
}

function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', '%20'));
}
