import { canonicalAddress, isBlock } from '../../core/address.ts';
import { quote, type Rejected } from '../../core/parse-event.ts';
import { isPlaceholderSerial } from '../../core/placeholder.ts';
import { shinglesOf } from '../../core/shingles.ts';
import { TABLES } from '../../core/tables.ts';
import { tokenOf, type TokenKey, type TokenOptions } from '../../core/token.ts';
import { isOpenToAll, isTooWide } from './too-wide.ts';

/**
 * The value of an indicator in the spelling our own records have, so that the two can meet.
 *
 * Phones and postal addresses become our tokens, as they do in every file. A token somebody else made cannot stand for
 * them: it was made under another key and would never meet anything.
 */
export function readIndicator(kind: string, value: string, context: TokenOptions & { readonly key: TokenKey }): { readonly value: string } | Rejected {
  switch (kind) {
    case 'phone': return asToken(tokenOf(context.key, 'phone', value, context), 'value is no phone number; write it with its country code, +1 415 555 0123 (a token made elsewhere never equals ours)');
    case 'address': return asToken(tokenOf(context.key, 'address', value, context), 'value is no postal address; write street, city and postcode with commas between (a token made elsewhere never equals ours)');
    case 'ip': {
      const address = canonicalAddress(value) ?? (isBlock(value) ? value.toLowerCase() : undefined);
      return address === undefined ? { rejected: `value ${quote(value)} is no IP address or block` } : { value: address };
    }
    case 'email': return readMail(value);
    // Of a text only hashes of its passages are kept, as of every résumé; a single word is a mark of somebody else's.
    case 'resume': return /\s/.test(value) ? asShingles(shinglesOf(context.key, value)) : { value };
    case 'device': return isPlaceholderSerial(value) ? { rejected: `value ${quote(value)} is a placeholder and names no laptop` } : { value };
    default: return { value };
  }
}

/** A whole domain is written `@company.example`; senders write `*@company.example` as well. */
function readMail(text: string): { readonly value: string } | Rejected {
  const value = text.replace(/^\*@/, '@');
  return /^[^\s@*]*@[^\s@*]+$/.test(value) ? { value } : { rejected: `value ${quote(text)} is no mail address; write name@company.example, or @company.example for a whole domain` };
}

/** Why a list may not hold this: it would meet nearly everybody, and say nothing of anybody. @param value as {@link readIndicator} gives it */
export function whyTooBroad(kind: string, value: string): string | undefined {
  if (kind === 'ip' && isTooWide(value)) return `value ${quote(value)} holds too much of the internet and would meet nearly everybody; name the blocks that are meant`;
  if (kind === 'email' && value.startsWith('@') && isOpenToAll(value.slice(1))) return `value ${quote(value)} is a mail service where anybody has an address, and would meet half of all people; name the addresses that are meant`;
  return undefined;
}

function asToken(token: string | undefined, otherwise: string): { readonly value: string } | Rejected {
  return token === undefined ? { rejected: otherwise } : { value: token };
}

function asShingles(shingles: readonly string[]): { readonly value: string } | Rejected {
  return shingles.length === 0 ? { rejected: 'value holds too few words for a résumé; give its text, or at least a sentence of it' } : { value: shingles.join(' ') };
}

/** True for a kind whose values may be shown: a known one that is neither phone nor postal address nor résumé. */
export function isPlainKind(kind: string): boolean {
  const folded = kind.trim().toLowerCase();
  return Object.hasOwn(TABLES.indicators.columns.kind.values, folded) && folded !== 'phone' && folded !== 'address' && folded !== 'resume';
}
