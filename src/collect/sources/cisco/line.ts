import { isObject, textAt } from '../../loose.ts';

/** A line of syslog, apart. */
export interface CiscoLine {
  /** What syslog and the firewall put before the message. */
  readonly header: string;
  /** Six digits; undefined where a collector cut them off. */
  readonly code: string | undefined;
  readonly message: string;
  /** When a collector took the line, as it wrote it. */
  readonly received: string | undefined;
}

/** `%ASA-4-722051`; a class of messages or the state of a context may stand in it: `%ASA-svc-4-`, `%FTD--6-`, `%FTD<Up>-4-`. Some messages, and some collectors, leave the colon out. */
const TAG = /%(?:ASA|FTD|PIX|NGIPS)(?:<[^<>]{0,20}>)?-(?:[a-z]{0,12}-)?\d-(\d{6})(?:: ?| )/;
/** How the messages about sessions begin. */
const BARE = /^(?:\([^)]{1,60}\) )?Group (?:<[^<>]*> User <[^<>]*> IP <[^<>]*> |= ?[^,]*, Username = ?[^,]*, IP = ?)/;
/** Where shippers keep the line, and the time at which they took it. */
export const TEXT_AT = [['message'], ['event', 'original'], ['raw'], ['event']] as const;
const TIME_AT = ['timestamp', 'time', 'timegenerated'] as const;

/** Reads the outside of a record; undefined for what is no line of an ASA or FTD. */
export function ciscoLine(raw: unknown): CiscoLine | undefined {
  if (typeof raw === 'string') return apart(raw, undefined);
  if (!isObject(raw)) return undefined;
  // The envelope is kept, because many lines have no time but the one it was given on the way.
  const received = TIME_AT.map((name) => textAt(raw, name)).find((text) => text !== undefined);
  for (const path of TEXT_AT) {
    const text = textAt(raw, ...path);
    const line = text === undefined ? undefined : apart(text, received);
    if (line) return line;
  }
  return undefined;
}

function apart(text: string, received: string | undefined): CiscoLine | undefined {
  const tag = TAG.exec(text);
  if (tag) return { header: text.slice(0, tag.index), code: tag[1], message: text.slice(tag.index + tag[0].length).trim(), received };
  const bare = text.trim();
  return BARE.test(bare) ? { header: '', code: undefined, message: bare, received } : undefined;
}
