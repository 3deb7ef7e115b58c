import { createHash, createHmac } from 'node:crypto';
import type { Instant } from '../../../core/time.ts';
import type { Authorise } from '../../pull/http.ts';

/**
 * Signs each request with the secret key, over its date, method, host, path, parameters, body, and headers of Duo's own, of
 * which there are none.
 *
 * @see Duo Admin API, authentication (version 5 of the signature)
 */
export function duoSignature(integrationKey: string, secretKey: string, now: () => Instant): Authorise {
  return async ({ method, url, body = '' }) => {
    const date = new Date(now()).toUTCString().replace('GMT', '-0000');
    const canonical = [date, method, url.host.toLowerCase(), url.pathname, canonicalParameters(url.searchParams), sha512(body), sha512('')].join('\n');
    const signature = createHmac('sha512', secretKey).update(canonical).digest('hex');
    return { date, authorization: `Basic ${Buffer.from(`${integrationKey}:${signature}`).toString('base64')}` };
  };
}

function sha512(text: string): string {
  return createHash('sha512').update(text).digest('hex');
}

/** Sorted by name, and escaped more strictly than addresses are. */
function canonicalParameters(parameters: URLSearchParams): string {
  return [...parameters].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort().join('&');
}

/** @see RFC 3986, section 2.3 */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
