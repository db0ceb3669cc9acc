import { xmlDocument } from './xml.js';

/** A refusal, with the code, status and fields that S3 gives it. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  /** More elements of the answer. */
  readonly details: Readonly<Record<string, string | number>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly details?: Readonly<Record<string, string | number>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = 'S3Error';
    this.code = code;
    this.status = status;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

/** The body of a refusal. */
export function errorDocument({ code, message, details }: S3Error, resource: string, requestId: string): string {
  const fields = { Code: code, Message: message, ...details, Resource: resource, RequestId: requestId };
  return xmlDocument(['Error', Object.entries(fields)], '');
}

/** A document that cannot be read, or has not the elements that it must have. */
export const malformedXml = (): S3Error =>
  new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** There is no such bucket. */
export const noSuchBucket = (BucketName: string): S3Error =>
  new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName } });

/** There is no such object. */
export const noSuchKey = (Key: string): S3Error =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { details: { Key } });

/** There is no such upload, or not any more. */
export const noSuchUpload = (UploadId: string): S3Error =>
  new S3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { details: { UploadId } },
  );

/** A request that cannot be; the message says why. */
export const invalidRequest = (message: string): S3Error => new S3Error(400, 'InvalidRequest', message);

/** A parameter or header that cannot be so. */
export const invalidArgument = (message: string, ArgumentName: string, ArgumentValue: string): S3Error =>
  new S3Error(400, 'InvalidArgument', message, { details: { ArgumentName, ArgumentValue } });

/** A condition of the request does not hold. */
export const preconditionFailed = (Condition: string): S3Error =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    details: { Condition },
  });

/** Something else happened to the key meanwhile. */
export const conditionalConflict = (): S3Error =>
  new S3Error(
    409,
    'ConditionalRequestConflict',
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
  );

/** No right. */
export const accessDenied = (): S3Error => new S3Error(403, 'AccessDenied', 'Access Denied');

/** For what S3 does and this server does not: a test that needs it must not pass by chance. */
export const notImplemented = (what: string): S3Error =>
  new S3Error(501, 'NotImplemented', `This S3 for tests does not implement ${what}`);
