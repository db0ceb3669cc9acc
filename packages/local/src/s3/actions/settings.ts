import { type Answer, answerXml, type BucketCall, DONE } from '../call.js';
import { readXml } from '../read-xml.js';
import { invalidRequest, S3Error } from '../s3-error.js';
import { SETTINGS } from '../settings.table.js';

/** Keeps a configuration of a bucket as it comes. Nothing is done by it: versions, expiry and the like are not there. */
export function putSetting({ at, setting = '', payload }: BucketCall): Answer {
  const { root, isUnguarded } = SETTINGS[setting] ?? {};
  if (!payload.isVouchedFor && isUnguarded !== true) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const document = payload.bytes.toString();
  if (root === undefined) checkJson(document);
  else readXml(document, root);
  at.settings.set(setting, document);
  return root === undefined ? DONE : { status: 200 };
}

/** Gives a configuration back as it came, or what a new bucket has. */
export function getSetting({ at, setting = '' }: BucketCall): Answer {
  const { root, initial, missing } = SETTINGS[setting] ?? {};
  const document = at.settings.get(setting);
  if (document !== undefined) {
    const type = root === undefined ? 'application/json' : 'application/xml';
    return { status: 200, headers: { 'content-type': type }, body: document };
  }
  // What has no error for its absence is never absent.
  if (initial && !(missing && at.settings.isTakenAway(setting))) return answerXml(initial);
  const [code, message] = missing ?? ['NoSuchConfiguration', 'The specified configuration does not exist.'];
  throw new S3Error(404, code, message, { details: { BucketName: at.name } });
}

/** Takes a configuration away. Of the encryption there is always one. */
export function deleteSetting({ at, setting = '' }: BucketCall): Answer {
  at.settings.takeAway(setting);
  return DONE;
}

function checkJson(document: string): void {
  try {
    JSON.parse(document);
  } catch {
    throw new S3Error(400, 'MalformedPolicy', 'Policies must be valid JSON and the first byte must be "{"');
  }
}
