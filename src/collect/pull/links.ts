/**
 * Where the `Link` header says that the next page is.
 *
 * @see RFC 8288
 * @example nextLink(new Headers({ link: '<https://a.example/?after=2>; rel="next"' })) // => 'https://a.example/?after=2'
 */
export function nextLink(headers: Headers): string | undefined {
  return /<([^>]+)>\s*;[^,<]*\brel="?next"?/.exec(headers.get('link') ?? '')?.[1];
}
