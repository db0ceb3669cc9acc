/** An element: its name, and text or elements. */
export type Xml = readonly [name: string, content: string | number | boolean | readonly Xml[]];

/** The text of a document, in the namespace of S3. */
export function xmlDocument([name, content]: Xml, namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'): string {
  const attribute = namespace === '' ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${inner(content)}</${name}>`;
}

function inner(content: Xml[1]): string {
  if (typeof content !== 'object') return escaped(String(content));
  return content.map(([name, inside]) => `<${name}>${inner(inside)}</${name}>`).join('');
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that a reader would drop or change are written as numbers, also those that no XML may have: S3 does so. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what it is about
  return text.replace(/[&<>"\u0000-\u001f\ufffe\uffff]/g, (one) => NAMED[one] ?? `&#${one.charCodeAt(0)};`);
}
