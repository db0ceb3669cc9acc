import { compareKeys } from '@flowmap/store';
import { type Answer, answerXml, type BucketCall } from '../call.js';
import { keyEncoder } from '../encode-key.js';
import type { Xml } from '../xml.js';

/** The uploads that were neither completed nor aborted, by key and then by when they began. */
export function listMultipartUploads({ at, query }: BucketCall): Answer {
  const prefix = query.get('prefix') ?? '';
  const most = Math.min(1_000, Number(query.get('max-uploads') ?? 1_000));
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const encode = keyEncoder(query);
  const going = [...at.uploads.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.id, b.id))
    .filter(({ key, id }) => {
      const order = compareKeys(key, keyMarker);
      return order > 0 || (order === 0 && idMarker !== '' && id > idMarker);
    });
  const page = going.slice(0, most);
  const isTruncated = page.length < going.length;
  const last = page.at(-1);
  return answerXml([
    'ListMultipartUploadsResult',
    [
      ['Bucket', at.name],
      ['KeyMarker', encode(keyMarker)],
      ['UploadIdMarker', idMarker],
      ...((isTruncated && last
        ? [
            ['NextKeyMarker', encode(last.key)],
            ['NextUploadIdMarker', last.id],
          ]
        : []) satisfies Xml[]),
      ['Prefix', encode(prefix)],
      ['MaxUploads', most],
      ...((query.get('encoding-type') === 'url' ? [['EncodingType', 'url']] : []) satisfies Xml[]),
      ['IsTruncated', isTruncated],
      ...page.map(({ key, id, initiated }): Xml => [
        'Upload',
        [
          ['Key', encode(key)],
          ['UploadId', id],
          ['Initiated', initiated.toISOString()],
          ['StorageClass', 'STANDARD'],
        ],
      ]),
    ],
  ]);
}
