import { isObject } from '../json.ts';
import { isPage, memberAt, PATHS } from './envelopes.ts';
import { unflattened } from './flattened.ts';
import { restoredDocument } from './integrations/index.ts';
import { jsonInside } from './json-in-text.ts';
import { listedIn } from './lists.ts';
import { keptBySplunk } from './splunk-fields.ts';
import { restoredLines } from './workspace-lines.ts';

/** Nobody wraps deeper; text that claims to is not followed. */
const DEEPEST = 8;

type Recognises = (raw: unknown) => boolean;

/** What came out of a record: as it was, where nothing is known. */
interface Opened { readonly records: readonly unknown[]; readonly known: boolean; readonly isList: boolean }

/**
 * The vendor's records out of whatever was made of them on their way, however often something was.
 *
 * An envelope is opened only where something inside is a record that the source knows; lists of objects are always opened.
 * JSON inside a text is read, also twice, and behind the header of a syslog line. A record that the source recognises is never opened.
 *
 * @param recognises true for a record of the source, wanted or not
 * @returns at least one record, except for an empty list; what nobody recognises comes back as it was
 * @example unwrap({ message: '{"id":"a"}' }, (raw) => hasId(raw)) // => [{ id: 'a' }]
 */
export function unwrap(raw: unknown, recognises: Recognises): readonly unknown[] {
  const found = open(raw, recognises, 0);
  return found.known || found.isList ? found.records : [raw];
}

function open(raw: unknown, recognises: Recognises, depth: number): Opened {
  const kept = keptBySplunk(raw);
  const found = kept && open(kept, recognises, depth);
  if (found?.known) return found;
  if (recognises(raw)) return { records: [raw], known: true, isList: false };
  const asIs: Opened = { records: [raw], known: false, isList: false };
  if (depth >= DEEPEST) return asIs;
  const items = listedIn(raw);
  if (items !== undefined) return openAll(items, recognises, depth + 1);
  if (typeof raw === 'string') {
    const inner = jsonInside(raw);
    return inner === undefined ? asIs : open(inner, recognises, depth + 1);
  }
  return isObject(raw) ? openObject(raw, recognises, depth) ?? asIs : asIs;
}

function openAll(items: readonly unknown[], recognises: Recognises, depth: number): Opened {
  const opened = items.map((item) => open(item, recognises, depth));
  return {
    records: opened.flatMap(({ records }) => records),
    known: opened.some(({ known }) => known),
    // A list of names or numbers is a value, not an envelope.
    isList: items.every((item) => typeof item === 'object' && item !== null),
  };
}

/** The first envelope with a known record in it; else the record put together again; else the first list. */
function openObject(raw: Readonly<Record<string, unknown>>, recognises: Recognises, depth: number): Opened | undefined {
  let list: Opened | undefined;
  for (const path of PATHS) {
    const inner = memberAt(raw, path);
    if (inner === undefined || inner === null) continue;
    const opened = open(inner, recognises, depth + 1);
    if (opened.known) return opened;
    if (opened.isList && (opened.records.length > 0 || isPage(raw, path.at))) list ??= opened;
  }
  return putTogether(raw, recognises, depth) ?? list;
}

/** The record out of what a table or a pipeline made of it. Asked last: an untouched record beside it says more. */
function putTogether(raw: Readonly<Record<string, unknown>>, recognises: Recognises, depth: number): Opened | undefined {
  const again = [...restoredLines(raw), ...restoredDocument(raw)].find(recognises);
  if (again !== undefined) return { records: [again], known: true, isList: false };
  const whole = unflattened(raw);
  const found = whole && open(whole, recognises, depth + 1);
  return found?.known ? found : undefined;
}
