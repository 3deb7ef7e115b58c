import { createCipheriv, createDecipheriv, type CipherGCMTypes } from 'node:crypto';
import { FIELD_NAMES, fieldSpec, type FieldName, type Value } from '../../core/event.ts';
import { FarmwatchError } from '../../errors.ts';
import type { IdentityKey } from './keys.ts';

/** Fields that tell who somebody is. */
export const SEALED_FIELDS: readonly FieldName[] = FIELD_NAMES.filter((field) => fieldSpec(field).sealed === true);
const SEALED: ReadonlySet<string> = new Set(SEALED_FIELDS);
export const isSealed = (name: string): name is FieldName => SEALED.has(name);

/** Seals texts of fields: equal texts of one field are equal sealed, so that a store can still compare, count and group them. */
export interface ValueSeal {
  seal(field: FieldName, text: string): string;
  /** @throws FarmwatchError `store.damaged` for what was not sealed under this key for this field */
  open(field: FieldName, sealed: string): string;
}

// Node has the mode, its types do not name it; it takes additional data and has a tag as the modes do that they name.
const SIV = 'aes-256-siv' as CipherGCMTypes;
const TAG_BYTES = 16;

/**
 * Deterministic authenticated encryption, AES-256-SIV with the name of the field as associated data.
 *
 * It gives away which rows of a field are equal and how long a text is, and nothing else.
 *
 * @param store its name, for messages
 * @see RFC 5297
 */
export function valueSeal(key: IdentityKey, store: string): ValueSeal {
  const mark = `s${key.version}:`;
  const damaged = (field: FieldName, cause?: unknown): FarmwatchError =>
    new FarmwatchError('store.damaged', { store, why: `a value of ${field} was not sealed under key ${key.version} of identity` }, { cause });
  const seal = (field: FieldName, text: string): string => {
    const cipher = createCipheriv(SIV, key.values, null as never);
    cipher.setAAD(Buffer.from(field));
    const body = cipher.update(text, 'utf8');
    cipher.final();
    return mark + Buffer.concat([cipher.getAuthTag(), body]).toString('base64url');
  };
  const open = (field: FieldName, sealed: string): string => {
    if (!sealed.startsWith(mark)) throw damaged(field);
    const bytes = Buffer.from(sealed.slice(mark.length), 'base64url');
    try {
      const decipher = createDecipheriv(SIV, key.values, null as never);
      decipher.setAAD(Buffer.from(field));
      decipher.setAuthTag(bytes.subarray(0, TAG_BYTES));
      const text = decipher.update(bytes.subarray(TAG_BYTES));
      decipher.final();
      return text.toString('utf8');
    } catch (cause) {
      throw damaged(field, cause);
    }
  };
  const [seals, opens] = [new Map(SEALED_FIELDS.map((field) => [field, remembering((text) => seal(field, text))])), new Map(SEALED_FIELDS.map((field) => [field, remembering((text) => open(field, text))]))];
  return { seal: (field, text) => (text === '' ? '' : seals.get(field)!(text)), open: (field, sealed) => (sealed === '' ? '' : opens.get(field)!(sealed)) };
}

/** The row with what is sealed made readable, its fields in the same order. */
export function openedRow<R extends { readonly [F in FieldName]?: Value }>(row: R, values: ValueSeal): R {
  return throughFields(row, values.open);
}

/** The row with what tells who somebody is sealed. */
export function sealedRow<R extends { readonly [F in FieldName]?: Value }>(row: R, values: ValueSeal): R {
  return throughFields(row, values.seal);
}

function throughFields<R extends { readonly [F in FieldName]?: Value }>(row: R, change: (field: FieldName, text: string) => string): R {
  const changed: Record<string, unknown> = { ...row };
  for (const field of SEALED_FIELDS) if (row[field] !== undefined) changed[field] = change(field, row[field] as string);
  return changed as R;
}

/** Texts that are kept at hand, of each field and direction, at least; twice as many at most. Long ones hardly ever repeat. */
const AT_HAND = 50_000;
const LONGEST_AT_HAND = 512;

/** The same function, which works out what it was asked for lately only once. */
function remembering(work: (text: string) => string): (text: string) => string {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return (text) => {
    let made = young.get(text);
    if (made !== undefined) return made;
    made = old.get(text) ?? work(text);
    if (text.length > LONGEST_AT_HAND) return made;
    if (young.size >= AT_HAND) [young, old] = [new Map(), young];
    young.set(text, made);
    return made;
  };
}
