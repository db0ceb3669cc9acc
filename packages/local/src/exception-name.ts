/**
 * The exception of the AWS SDK for Java for an error that an API documents, which is what the `aws-sdk` integrations call it: `NoSuchKey` is
 * `NoSuchKeyException`, `InternalServerError` is `InternalServerErrorException`, and a `...Fault` is an `...Exception`.
 */
export function exceptionName(code: string): string {
  return code.endsWith('Exception') ? code : `${code.replace(/Fault$/, '')}Exception`;
}
