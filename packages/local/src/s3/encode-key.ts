/** How keys stand in lists with `encoding-type=url`: percent signs for all but letters, digits, `-_.*` and `/`, and `+` for a space. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

/** The encoder that a request asks for; throws nothing, as S3 takes any other word for none. */
export function keyEncoder(query: URLSearchParams): (key: string) => string {
  return query.get('encoding-type') === 'url' ? encodeKey : (key) => key;
}
