import { accessDenied, invalidRequest, S3Error } from './s3-error.js';

/**
 * Checks that a request is signed with Signature Version 4 for S3 in this region. The signature itself is not computed: there is no secret
 * that could tell a right one from a wrong one.
 */
export function checkAuthorization(
  headers: Readonly<Record<string, string>>,
  query: URLSearchParams,
  region: string,
): void {
  const header = headers['authorization'];
  const inQuery = query.get('X-Amz-Credential');
  if (header === undefined && inQuery === null) throw accessDenied();
  const algorithm = header?.split(' ', 1)[0] ?? query.get('X-Amz-Algorithm');
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw invalidRequest(
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  const credential = inQuery ?? /\bCredential=([^,\s]+)/.exec(header ?? '')?.[1] ?? '';
  const [, , scope, service, end] = credential.split('/');
  if (service !== 's3' || end !== 'aws4_request') {
    throw malformed(
      'The authorization header is malformed; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (scope !== region) {
    const message = `The authorization header is malformed; the region '${scope ?? ''}' is wrong; expecting '${region}'`;
    throw malformed(message, region);
  }
}

function malformed(message: string, region?: string): S3Error {
  if (region === undefined) return new S3Error(400, 'AuthorizationHeaderMalformed', message);
  // The header is all that the answer to a HEAD can say.
  const headers = { 'x-amz-bucket-region': region };
  return new S3Error(400, 'AuthorizationHeaderMalformed', message, { details: { Region: region }, headers });
}
