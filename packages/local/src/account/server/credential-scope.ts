import type { WireRequest } from './wire.js';

/** What the signature of a request says about it. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** Signing name: `lambda`. */
  readonly service: string;
  readonly sessionToken: string | undefined;
}

/** Reads the scope of a signed request, from its header or, of a presigned one, from its query. */
export function credentialScope({ headers, query }: WireRequest): CredentialScope | undefined {
  const credential =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential');
  const [accessKeyId, , region, service, end] = credential?.split('/') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined || end !== 'aws4_request') {
    return undefined;
  }
  const token = headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? undefined;
  return { accessKeyId, region, service, sessionToken: Array.isArray(token) ? token[0] : token };
}
