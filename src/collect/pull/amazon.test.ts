import { afterEach, describe, expect, it } from 'vitest';
import { AMAZON_KEY, isSigned, listAnswer } from '../../../test/support/amazon-stub.ts';
import { startStub, type Stub, type StubAnswer, type StubRequest } from '../../../test/support/vendor-stub.ts';
import { isoOf } from '../../core/time.ts';
import { amazonBuckets, amazonSignature } from './amazon.ts';
import { vendorHttp } from './http.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const open: Stub[] = [];
afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close();
});

/** A bucket on this machine. */
async function aBucket(answer: (request: StubRequest) => StubAnswer) {
  const stub = await startStub(answer);
  open.push(stub);
  const http = vendorHttp({ source: 'acme', now: () => NOW, random: () => 0, sleep: async () => {} });
  return { ...amazonBuckets('acme', { http, now: () => NOW, access: { ...AMAZON_KEY, s3: stub.url } }), requests: stub.requests };
}

describe('requests to Amazon', () => {
  it('are signed as in its example of a list', async () => {
    // "Signature Calculations for the Authorization Header", GET Bucket (List Objects), in the S3 API Reference.
    const sign = amazonSignature({ region: 'us-east-1', key_id: 'AKIAIOSFODNN7EXAMPLE', key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', s3: '' }, 's3', () => Date.UTC(2013, 4, 24));
    const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

    const headers = await sign({ method: 'GET', url: new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J'), headers: { 'x-amz-content-sha256': nothing }, body: undefined }, false);

    expect(headers['authorization']).toBe('AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });

  it('arrive as they were signed, whatever a file is called, and no other way', async () => {
    const key = 'a b/c=d&e+f/(ü)!*\'/$1.gz';
    const { read, requests } = await aBucket(() => ({ body: Buffer.from('x') }));

    await read('a-bucket', key);

    const [request] = requests;
    expect(decodeURIComponent(request!.path)).toBe(`/a-bucket/${key}`);
    expect(isSigned(request!, 's3')).toBe(true);
    expect(isSigned({ ...request!, path: '/a-bucket/other' }, 's3')).toBe(false);
    expect(isSigned({ ...request!, query: new URLSearchParams('a=b') }, 's3')).toBe(false);
    expect(isSigned(request!, 'sqs')).toBe(false);
  });

  it.each([['a..b/../../c', 'a-bucket'], ['./x', 'a-bucket'], ['x', 'A/../b'], ['x', '']])('do not go out for the file %j of %j', async (key, bucket) => {
    const { read, requests } = await aBucket(() => ({ body: '' }));

    await expect(read(bucket, key)).rejects.toMatchObject({ code: 'source.odd' });
    expect(requests).toEqual([]);
  });
});

describe('a list of files', () => {
  it('goes on where its first page ends', async () => {
    const files = ['f/a&b', 'f/c', 'f/d'].map((key) => ({ key, at: isoOf(NOW) }));
    const { list, requests } = await aBucket(({ query }) => ({ body: query.get('continuation-token') === 'to+ken/=' ? listAnswer(files.slice(2)) : listAnswer(files.slice(0, 2), 'to+ken/=') }));

    const pages = await Array.fromAsync(list('a-bucket', { prefix: 'f/', after: 'f/0' }));

    expect(pages).toEqual([files.slice(0, 2), files.slice(2)].map((page) => page.map(({ key }) => ({ key, at: NOW }))));
    expect(requests.map(({ query }) => Object.fromEntries(query))).toEqual([{ 'list-type': '2', prefix: 'f/', 'start-after': 'f/0' }, { 'list-type': '2', prefix: 'f/', 'continuation-token': 'to+ken/=' }]);
    expect(requests.every((request) => isSigned(request, 's3'))).toBe(true);
  });
  it('may be empty', async () => {
    const { list } = await aBucket(() => ({ body: listAnswer([]) }));

    expect(await Array.fromAsync(list('a-bucket', { prefix: '', after: '' }))).toEqual([[]]);
  });
  it.each([['<html>Sign in</html>'], ['{}'], [''], ['<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>'], ['<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>x</Key><LastModified>soon</LastModified></Contents></ListBucketResult>']])('is not %j', async (body) => {
    const { list } = await aBucket(() => ({ body }));

    await expect(Array.fromAsync(list('a-bucket', { prefix: '', after: '' }))).rejects.toMatchObject({ code: 'source.odd' });
  });
});
