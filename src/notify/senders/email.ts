import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { MINUTE, SECOND } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import { oneLine, textOf, type Message } from '../message.ts';
import type { Outcome } from '../notice.ts';
import type { ReceiverOf } from '../receivers.ts';
import { ANSWER_WITHIN, withoutSecrets } from './post.ts';
import type { SendIo, Sender } from './sender.ts';

/** Mail over SMTP. Attempts share their Message-ID, but no mail server promises to look at it. */
export const email: Sender<'email'> = {
  kind: 'email', told: false,
  compose: mailOf,
  send: (message, receiver, io) => sendWithin(WHOLE_WITHIN, message, receiver, io),
};

/** A mail with a report, over a slow line. */
const WHOLE_WITHIN = 5 * MINUTE;

/** @param wholeWithin milliseconds until the server has to have taken all of it */
export async function sendWithin(wholeWithin: number, message: Message, receiver: ReceiverOf<'email'>, io: SendIo): Promise<Outcome> {
  const secrets = receiver.password === undefined ? [] : [io.secret(receiver.password)];
  const { host, port, security, username, proxy } = receiver;
  const transport = createTransport({
    host, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none', port: port ?? { tls: 465, starttls: 587, none: 25 }[security],
    ...(username === undefined ? {} : { auth: { user: username, pass: secrets[0]! } }), ...(proxy === undefined ? {} : { proxy }),
    connectionTimeout: ANSWER_WITHIN, greetingTimeout: ANSWER_WITHIN, socketTimeout: ANSWER_WITHIN, dnsTimeout: ANSWER_WITHIN,
    // What is sent is made here; nothing in it names files or addresses to fetch.
    disableFileAccess: true, disableUrlAccess: true,
  });
  // A server that says a little now and then is never silent for long, and would keep all that comes after this waiting.
  const within = AbortSignal.timeout(wholeWithin);
  let isBegun = false;
  transport.use('stream', (mail, done) => {
    const written = mail.message.createReadStream.bind(mail.message);
    // It is read once the server has said that it takes the mail; from then on nobody knows until it answers.
    mail.message.createReadStream = (() => Readable.from((async function* () {
      isBegun = true;
      yield* written();
    })(), { objectMode: false })) as typeof written;
    done();
  });
  try {
    const { rejected } = await transport.sendMail({ ...mailOf(message, receiver), signal: within });
    return { sent: true, ...(rejected.length === 0 ? {} : { note: `the server refused ${rejected.length} of ${receiver.to.length} addresses` }) };
  } catch (error) {
    return failed(within.aborted ? new Error(`it was not taken within ${wholeWithin / SECOND} s`) : error, host, isBegun, secrets);
  } finally {
    transport.close();
  }
}

/** The mail as it is handed to the library, which writes headers and borders; line breaks in a header end there. */
function mailOf(message: Message, { from, to }: ReceiverOf<'email'>): SendMailOptions {
  const { id, at, title, report } = message;
  return {
    from, to: [...to], subject: oneLine(title, 200), date: new Date(at), messageId: `<${encodeURIComponent(id)}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    text: textOf(message),
    attachments: (report?.files ?? []).map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
    // Answering machines stay silent.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** A number of the server says for certain that it did not take the mail. */
function failed(error: unknown, host: string, isBegun: boolean, secrets: readonly string[]): Outcome {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  const said = code === 'ETIMEDOUT' ? `no answer within ${ANSWER_WITHIN / SECOND} s` : messageOf(error);
  return { sent: false, sure: !isBegun || responseCode !== undefined, why: withoutSecrets(oneLine(`${host}: ${said}`, 200), secrets) };
}

