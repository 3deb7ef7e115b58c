import type { Instant } from '../../core/time.ts';
import { isJson, lineOfJson, lineOfText } from './spool-line.ts';

/** What a piece of a stream brought to its end. */
export interface Framed {
  readonly messages: readonly Buffer[];
  /** Messages that were longer than allowed; they are counted and gone. */
  readonly tooLong: number;
}

/** Cuts a stream into messages. */
export interface Framing {
  push(piece: Buffer): Framed;
  /** The sender is done: what has no end of its own ends here. */
  end(): Framed;
}

const NEWLINE = 0x0a, RETURN = 0x0d, NOTHING = 0x00, BLANK = 0x20, BRACKET = 0x3c, ZERO = 0x30, ONE = 0x31, NINE = 0x39;
/** A length with more digits is none. */
const LONGEST_LENGTH = 10;

/**
 * Messages of syslog over a stream, in both framings of RFC 6587, told apart by how each message begins: a length, a blank
 * and `<` for octet counting, anything else for a line. How the stream is cut into pieces makes no difference.
 *
 * @param longestBytes longer messages are counted and never held; the one behind them is found all the same
 * @see RFC 6587, section 3.4
 */
export function syslogFraming(longestBytes: number): Framing {
  let mode: 'start' | 'counted' | 'line' = 'start';
  /** The beginning of a message, while it may still be either. */
  let head = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let size = 0;
  /** Bytes of a counted message that are still to come. */
  let left = 0;
  const hold = (part: Buffer): void => {
    size += part.length;
    if (size > longestBytes) parts = [];
    else parts.push(part);
  };
  const release = (messages: Buffer[]): number => {
    const isTooLong = size > longestBytes;
    if (!isTooLong && size > 0) messages.push(Buffer.concat(parts));
    parts = [];
    size = 0;
    mode = 'start';
    return isTooLong ? 1 : 0;
  };
  return {
    push(piece) {
      const bytes = head.length === 0 ? piece : Buffer.concat([head, piece]);
      const messages: Buffer[] = [];
      let tooLong = 0;
      head = Buffer.alloc(0);
      for (let at = 0; at < bytes.length;) {
        if (mode === 'start') {
          if (isBetween(bytes[at]!)) {
            at++;
            continue;
          }
          const length = lengthAt(bytes, at);
          if (length === 'undecided') {
            head = Buffer.from(bytes.subarray(at));
            break;
          }
          mode = length ? 'counted' : 'line';
          if (length) [at, left] = [length.from, length.bytes];
        }
        const newline = mode === 'line' ? bytes.indexOf(NEWLINE, at) : -1;
        const end = mode === 'counted' ? Math.min(bytes.length, at + left) : newline < 0 ? bytes.length : newline;
        hold(bytes.subarray(at, end));
        left -= end - at;
        at = end;
        if (mode === 'counted' ? left === 0 : newline >= 0) tooLong += release(messages);
      }
      return { messages, tooLong };
    },
    end() {
      const messages: Buffer[] = [];
      if (mode === 'start') hold(head);
      head = Buffer.alloc(0);
      // A counted message that broke off is not whole.
      return mode === 'counted' ? { messages, tooLong: 0 } : { tooLong: release(messages), messages };
    },
  };
}

/** What senders put between messages. */
function isBetween(byte: number): boolean {
  return byte === NEWLINE || byte === RETURN || byte === NOTHING;
}

/** The length before a counted message and where the message begins; undefined where a line begins. */
function lengthAt(bytes: Buffer, from: number): { readonly from: number; readonly bytes: number } | 'undecided' | undefined {
  let length = 0;
  let at = from;
  for (; at < bytes.length && bytes[at]! >= (at === from ? ONE : ZERO) && bytes[at]! <= NINE; at++) {
    if (at - from === LONGEST_LENGTH) return undefined;
    length = length * 10 + bytes[at]! - ZERO;
  }
  if (at === from) return undefined;
  if (at === bytes.length) return 'undecided';
  if (bytes[at] !== BLANK) return undefined;
  // A line may well begin with a number; a message begins with its priority.
  if (at + 1 === bytes.length) return 'undecided';
  return bytes[at + 1] === BRACKET ? { from: at + 1, bytes: length } : undefined;
}

const TIME = String.raw`(?:[A-Z][a-z]{2} [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)?)`;
/** Version, time, host, program, process and kind of message, then structured data. */
const NEW_HEADER = /^<\d{1,3}>[1-9]\d? (?:\S{1,255} ){5}(?:-|(?:\[(?:[^\]\\"]|"(?:[^"\\]|\\.)*")*\])+)(?: \ufeff?|$)/;
const OLD_HEADER = new RegExp(String.raw`^<\d{1,3}>(?:${TIME} (?:\S{1,255} )?)?(?:[\w./-]{1,64}(?:\[[^\]\s]{0,64}\])?: ?)?`);

/**
 * What stands behind the header of a message; the whole where there is none.
 *
 * @see RFC 5424, section 6; RFC 3164, section 4
 * @example behindHeader('<13>Nov  2 08:00:00 gw zeek[7]: {"a":1}') // => '{"a":1}'
 */
export function behindHeader(message: string): string {
  const header = NEW_HEADER.exec(message) ?? OLD_HEADER.exec(message);
  return header ? message.slice(header[0].length) : message;
}

/**
 * A message as a line of the spool. It is kept with its header, from which sources read the host and the time; JSON behind
 * a header is kept without it, because sources know their records by what is in them.
 *
 * @returns undefined for a message with nothing in it
 */
export function lineOfMessage(message: Buffer, received: Instant): string | undefined {
  const text = message.toString().replace(/[\r\n\0]+$/, '');
  if (text.trim() === '') return undefined;
  const inner = behindHeader(text);
  return isJson(inner) ? lineOfJson(inner) : lineOfText(text, received);
}
