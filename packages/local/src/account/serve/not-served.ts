import type { WireAnswer, WireRequest } from '../server/wire.js';

/** What is answered where nobody is there to answer, in a way that any client can read. */
export function notServed({ headers }: WireRequest, what: string): WireAnswer {
  const code = 'UnknownOperationException';
  const message = `This is flow-cli local, which does not serve ${what}`;
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;
    return { status: 404, headers: { 'content-type': 'text/xml' }, body };
  }
  return {
    status: 404,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
