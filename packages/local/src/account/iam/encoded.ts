/** A document as IAM answers with it: URL-encoded after RFC 3986. */
export function encoded(document: string): string {
  return encodeURIComponent(document).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
