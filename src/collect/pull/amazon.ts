import { AwsV4Signer } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import { floorTo, isoOf, MINUTE, SECOND, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { addressProblem } from './access.ts';
import { anotherPlace } from './answers.ts';
import type { Authorise, Http } from './http.ts';
import type { PullIo } from './pull.ts';

/** What every pull from Amazon's cloud has to know. */
export const AMAZON_ACCESS = {
  region: { doc: 'the region, such as us-west-1', problem: (text: string) => (/^[a-z]{2,}(-[a-z]+)+-\d$/.test(text) ? undefined : 'this is no region; write one such as us-west-1') },
  key_id: { doc: 'the id of an access key', problem: (text: string) => (/^\w{16,128}$/.test(text) ? undefined : 'this is no id of an access key; one begins with AKIA') },
  key: { doc: 'the secret of that access key', secret: true },
  s3: { doc: 'the address of S3, where it is not https://s3.REGION.amazonaws.com', optional: true, problem: addressProblem },
} as const;

export type AmazonAccess = { readonly [Name in keyof typeof AMAZON_ACCESS]: string };

/**
 * Signs requests with an access key, each at its instant.
 *
 * @see AWS Signature Version 4
 */
export function amazonSignature({ region, key_id, key }: AmazonAccess, service: 's3' | 'sqs', now: () => Instant): Authorise {
  return async ({ method, url, headers, body }) => {
    const signer = new AwsV4Signer({
      method, url: url.href, headers, service, region, accessKeyId: key_id, secretAccessKey: key,
      datetime: isoOf(floorTo(now(), SECOND)).replace(/[:-]/g, ''), ...(body === undefined ? {} : { body }),
    });
    return Object.fromEntries((await signer.sign()).headers);
  };
}

/** A file in a bucket. */
export interface StoredFile { readonly key: string; readonly at: Instant }

/** S3, as far as files are read from it. */
export interface Buckets {
  /**
   * The files whose key begins with `prefix` and comes after `after`, a page at a time, in the order of their keys.
   *
   * @throws FarmwatchError see {@link Http}; `source.odd` where the answer is no list
   */
  list(bucket: string, told: { readonly prefix: string; readonly after: string }): AsyncGenerator<readonly StoredFile[]>;
  /** @throws FarmwatchError see {@link Http}; `source.odd` for a name that is none */
  read(bucket: string, key: string): Promise<Buffer>;
}

/** A file of a hundred megabytes over a slow line. */
const FILE_WITHIN = 10 * MINUTE;

/** @param source id of the source, for messages */
export function amazonBuckets(source: string, { access, http, now }: Pick<PullIo, 'http' | 'now'> & { readonly access: AmazonAccess }): Buckets {
  const s3: Http = http.at(access.s3 === '' ? `https://s3.${access.region}.amazonaws.com` : access.s3, amazonSignature(access, 's3', now));
  return {
    async* list(bucket, { prefix, after }) {
      let page: string | undefined;
      do {
        const found = listed(source, (await s3.send({ url: pathOf(source, bucket), query: { 'list-type': 2, prefix, ...(page === undefined ? { 'start-after': after } : { 'continuation-token': page }) } })).bytes);
        yield found.files;
        page = anotherPlace(source, page, found.next);
      } while (page !== undefined);
    },
    read: async (bucket, key) => (await s3.send({ url: pathOf(source, bucket, key), within: FILE_WITHIN })).bytes,
  };
}

/** Numbers and dates stay text; what stands once may be a list. */
const XML = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents' });

interface Listing { readonly ListBucketResult?: { readonly Contents?: readonly { readonly Key?: unknown; readonly LastModified?: unknown }[]; readonly NextContinuationToken?: unknown; readonly IsTruncated?: unknown } }

function listed(source: string, xml: Buffer): { readonly files: readonly StoredFile[]; readonly next: string | undefined } {
  const odd = (why: string): FarmwatchError => new FarmwatchError('source.odd', { source, why });
  let result: Listing['ListBucketResult'];
  try {
    result = (XML.parse(xml) as Listing).ListBucketResult;
  } catch {
    // Told below, with every other answer that is no list.
  }
  if (typeof result?.IsTruncated !== 'string') throw odd('a bucket answers with something that is no list of files');
  const { Contents = [], NextContinuationToken: next } = result;
  const files = Contents.map(({ Key: key, LastModified: at }) => {
    if (typeof key !== 'string' || typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw odd('a file in a list has no name or no time');
    return { key, at: Date.parse(at) };
  });
  if (result.IsTruncated !== 'true') return { files, next: undefined };
  if (typeof next !== 'string') throw odd('a list of files goes on, but does not say where');
  return { files, next };
}

/** A bucket, or a file in it, below the address of S3. Names come from others, and must not lead to another bucket. */
function pathOf(source: string, bucket: string, key?: string): string {
  const parts = key === undefined ? [] : key.split('/');
  const leadsAway = !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || parts.some((part) => part === '.' || part === '..');
  if (leadsAway) throw new FarmwatchError('source.odd', { source, why: 'it names a bucket or a file that can be none' });
  return [bucket, ...parts.map(encodeURIComponent)].join('/');
}
