import { SECOND } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import { oneLine } from '../message.ts';
import type { Outcome } from '../notice.ts';

export interface Posting {
  readonly url: string;
  readonly method?: 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Texts that no sentence may show, though an answer may repeat them. */
  readonly secrets?: readonly string[];
  /** Answers besides 2xx that mean it is there. */
  readonly also?: readonly number[];
}

/** An answer has to be there within this time. */
export const ANSWER_WITHIN = 30 * SECOND;
/** Of an answer only the beginning is looked at. */
const MOST_BYTES = 4_096;

/** Sends JSON once. Nothing follows where an answer points: a message goes to the receiver that was named. */
export async function post({ url, method = 'POST', headers, body, secrets = [], also = [] }: Posting): Promise<Outcome> {
  const to = URL.parse(url);
  if (to === null || (to.protocol !== 'https:' && to.protocol !== 'http:')) return { sent: false, sure: true, why: 'its address is no web address' };
  const within = AbortSignal.timeout(ANSWER_WITHIN);
  try {
    const answer = await fetch(to, { method, headers: { 'content-type': 'application/json', 'user-agent': 'farmwatch', ...headers }, body, redirect: 'manual', signal: within });
    const text = await beginningOf(answer);
    if (answer.ok || also.includes(answer.status)) return { sent: true };
    const said = withoutSecrets(oneLine(text, 200), secrets);
    // Whoever stands in between and got no answer does not know either.
    return { sent: false, sure: answer.status !== 504, why: `${to.host} answers ${answer.status}${said === '' ? '' : ` (${said})`}` };
  } catch (error) {
    const { code, why } = reasonOf(error);
    const said = within.aborted ? `no answer within ${ANSWER_WITHIN / SECOND} s` : why;
    return { sent: false, sure: !within.aborted && NEVER_THERE.test(code), why: withoutSecrets(oneLine(`${to.host}: ${said}`), secrets) };
  }
}

/** Failures before anything could be said: no such host, nobody there, a certificate that nobody vouches for. */
const NEVER_THERE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|ERR_SSL_.*|ERR_PROXY_.*)$|CERT|SIGNED|VERIFY/;

async function beginningOf(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    pieces.push(piece);
    size += piece.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, MOST_BYTES).toString();
}

/** fetch says "fetch failed" and keeps the reason to itself. */
function reasonOf(error: unknown): { readonly code: string; readonly why: string } {
  const { cause } = error as { readonly cause?: { readonly code?: string; readonly message?: string } };
  return { code: cause?.code ?? '', why: cause?.code ?? cause?.message ?? messageOf(error) };
}

/** A secret is longer; what is as short stands in words by chance. */
const SHORTEST_SECRET = 4;

/** The same text with what must not be shown left out. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret.length >= SHORTEST_SECRET).reduce((left, secret) => left.replaceAll(secret, '…'), text);
}
