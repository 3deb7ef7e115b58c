import { createHmac } from 'node:crypto';
import type { Instant } from '../../../core/time.ts';
import type { Authorise } from '../../pull/http.ts';

/**
 * Signs each request with the secret key, over its date, method, host, path and parameters.
 *
 * @see Duo Admin API, authentication
 */
export function duoSignature(integrationKey: string, secretKey: string, now: () => Instant): Authorise {
  return async ({ method, url }) => {
    const date = new Date(now()).toUTCString();
    const canonical = [date, method, url.hostname.toLowerCase(), url.pathname, canonicalParameters(url.searchParams)].join('\n');
    const signature = createHmac('sha512', secretKey).update(canonical).digest('hex');
    return { date, authorization: `Basic ${Buffer.from(`${integrationKey}:${signature}`).toString('base64')}` };
  };
}

/** Sorted by name, and escaped more strictly than addresses are. */
function canonicalParameters(parameters: URLSearchParams): string {
  return [...parameters].map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort().join('&');
}

/** @see RFC 3986, section 2.3 */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
