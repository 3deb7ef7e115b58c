import { createHash, createHmac } from 'node:crypto';
import type { StubRequest } from './vendor-stub.ts';

/** An access key as the stubs know it. */
export const AMAZON_KEY = { region: 'us-west-1', key_id: 'AKIAEXAMPLEEXAMPLE12', key: 'a secret of an access key' } as const;

/**
 * True where a request is signed with {@link AMAZON_KEY}: told by Amazon's own recipe, over what arrived.
 *
 * @see AWS Signature Version 4, "Create a signed request"
 */
export function isSigned({ method, path, query, headers, body }: StubRequest, service: 's3' | 'sqs'): boolean {
  const told = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '');
  if (!told) return false;
  const [, keyId, scope, names, signature] = told as unknown as [string, string, string, string, string];
  const date = headers['x-amz-date'] ?? '';
  if (keyId !== AMAZON_KEY.key_id || scope !== `${date.slice(0, 8)}/${AMAZON_KEY.region}/${service}/aws4_request`) return false;
  if (!['host', 'x-amz-date'].every((name) => names.split(';').includes(name))) return false;
  const hash = service === 's3' ? headers['x-amz-content-sha256'] : sha256(body);
  if (service === 's3' && hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body)) return false;
  const canonical = [
    method,
    path.split('/').map((part) => encoded(decodeURIComponent(part))).join('/'),
    [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&'),
    ...names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim()}`), '',
    names, hash,
  ].join('\n');
  const key = [...scope.split('/')].reduce<Buffer | string>((before, part) => hmac(before, part), `AWS4${AMAZON_KEY.key}`);
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex') === signature;
}

/** A page of a list of files, as S3 writes it. @param next where the list goes on */
export function listAnswer(files: readonly { readonly key: string; readonly at: string }[], next?: string): string {
  const contents = files.map(({ key, at }) => `<Contents><Key>${key.replaceAll('&', '&amp;')}</Key><LastModified>${at}</LastModified><ETag>&quot;0&quot;</ETag><Size>1</Size></Contents>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><KeyCount>${files.length}</KeyCount><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}${contents}</ListBucketResult>`;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
