import { createHmac } from 'node:crypto';
import { SECOND, isoOf, type Instant } from '../../core/time.ts';
import type { Message } from '../message.ts';
import { post } from './post.ts';
import type { Sender } from './sender.ts';

/**
 * JSON of our own shape, signed. The receiver tells a repeat by `webhook-id`.
 *
 * @see https://www.standardwebhooks.com, whose libraries check the signature in a dozen languages
 */
export const webhook: Sender<'webhook'> = {
  kind: 'webhook', told: true,
  compose: (message) => webhookBody(message),
  async send(message, { url, key }, { secret, now }) {
    const bytes = signingKey(secret(key));
    if (bytes === undefined) return { sent: false, sure: true, why: 'its key is too short: 24 bytes or more, or whsec_ and as many in base64' };
    const body = JSON.stringify(webhookBody(message));
    return post({ url, body, headers: signedHeaders(message.id, now, body, bytes) });
  },
};

const FEWEST_KEY_BYTES = 24;

/** The bytes of a key; undefined where they are too few. */
export function signingKey(text: string): Buffer | undefined {
  const bytes = text.startsWith('whsec_') ? Buffer.from(text.slice('whsec_'.length), 'base64') : Buffer.from(text);
  return bytes.length < FEWEST_KEY_BYTES ? undefined : bytes;
}

/** Id, time and signature over both and the body. */
export function signedHeaders(id: string, now: Instant, body: string, key: Buffer): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(now / SECOND));
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}` };
}

function webhookBody({ id, at, about, company, title, lines, link, report }: Message): object {
  const plain = { id, type: `farmwatch.${about.kind}`, timestamp: isoOf(at), company, title, lines, link: link ?? null };
  switch (about.kind) {
    // The chance is one step behind the words, for machines too.
    case 'alert': return { ...plain, data: { case: about.case, reason: about.reason, band: about.band, people: about.people, families: about.families, new_families: about.fresh } };
    case 'digest': return { ...plain, data: { from: isoOf(about.from), to: isoOf(about.to), alerts: about.alerts.map(({ case: id, reason, band, people, families, fresh }) => ({ case: id, reason, band, people, families, new_families: fresh })) } };
    case 'report': return { ...plain, data: { week: about.week, report: report?.value ?? null } };
    case 'anchor': return { ...plain, data: { n: about.n, hash: about.hash, day: about.day, at: about.at } };
    case 'trial': return { ...plain, data: {} };
    case 'reveal-due': return { ...plain, data: { reveal: about.reveal } };
    case 'reveal': return { ...plain, data: { by: about.by, about: about.about, people: about.people, purpose: about.purpose, reason: about.reason, opens_at: isoOf(about.opensAt) } };
  }
}
