import { closest } from 'fastest-levenshtein';
import { FarmwatchError } from '../../errors.ts';
import type { Judges } from '../../run/judged.ts';
import { laidOver, tableOf, type Wanted } from '../../run/settings-book.ts';

/**
 * Values such as `never-sleeps.ordinaryAwake=0.05`, against the settings there are and their ranges.
 *
 * @throws FarmwatchError `usage`, with the nearest name there is, or the range
 */
export function wantedOf(words: readonly string[], judges: Judges): Wanted {
  const values = words.map((word) => {
    const [, owner, name, text] = /^([^.=]+)\.([^.=]+)=(.*)$/.exec(word) ?? [];
    if (owner === undefined || name === undefined || text === undefined) throw new FarmwatchError('usage', { why: `${JSON.stringify(word)} is no setting with a value. Write it like never-sleeps.ordinaryAwake=0.05, or fusion.cap=4.` });
    const number = text.trim() === '' ? NaN : Number(text);
    // What is no number stays as it was written, so that the refusal repeats it.
    return { owner, name, value: Number.isNaN(number) ? text : number };
  });
  // Made from entries, so that a name such as __proto__ is a name like any other.
  const byOwner = [...Map.groupBy(values, ({ owner }) => owner)].map(([owner, own]) => [owner, Object.fromEntries(own.map(({ name, value }) => [name, value]))] as const);
  return checked(Object.fromEntries(byOwner), judges);
}

/** The same from a file that is written as `detectors` and `fusion` of farmwatch.json are. @throws FarmwatchError */
export function wantedIn(file: string, text: string, judges: Judges): Wanted {
  const cure = 'Write it as in farmwatch.json: {"detectors":{"never-sleeps":{"ordinaryAwake":0.05}},"fusion":{"cap":4}}.';
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: 'it is not JSON', cure }, { cause });
  }
  const { detectors = {}, fusion, ...rest } = isRecord(read) ? read : { nothing: null };
  const owners: unknown = isRecord(detectors) ? { ...detectors, ...(fusion === undefined ? {} : { fusion }) } : undefined;
  if (!isRecord(owners) || Object.keys(rest).length > 0 || !Object.values(owners).every(isRecord)) throw new FarmwatchError('file.unreadable', { file, why: 'it holds something else than settings of detectors and of fusion', cure });
  return checked(owners as Record<string, Record<string, unknown>>, judges);
}

function checked(wanted: Readonly<Record<string, Readonly<Record<string, unknown>>>>, judges: Judges): Wanted {
  for (const [owner, values] of Object.entries(wanted)) {
    const owners = ['fusion', ...judges.detectors.map(({ detector }) => detector.id)];
    const table = owners.includes(owner) ? tableOf(owner, judges) : undefined;
    if (!table) throw new FarmwatchError('usage', { why: `There is no detector ${JSON.stringify(owner)}; the nearest name is ${closest(owner, owners)}.` });
    const names = Object.keys(table);
    for (const name of Object.keys(values)) {
      if (Object.hasOwn(table, name)) continue;
      throw new FarmwatchError('usage', { why: names.length === 0 ? `${owner} has no settings.` : `${owner} has no setting ${JSON.stringify(name)}; the nearest name is ${owner}.${closest(name, names)}.` });
    }
  }
  const { unfit } = laidOver(judges, wanted as Wanted);
  if (unfit.length > 0) throw new FarmwatchError('usage', { why: `${unfit.join('; ')}.` });
  if (Object.values(wanted).every((values) => Object.keys(values).length === 0)) throw new FarmwatchError('usage', { why: 'No setting is named. Write one like never-sleeps.ordinaryAwake=0.05, or name a file with --file.' });
  return wanted as Wanted;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `never-sleeps.ordinaryAwake 0.05 → 0.1`, one for each value, with what holds now. */
export function saidValues(wanted: Wanted, judges: Judges): readonly string[] {
  return Object.entries(wanted).flatMap(([owner, values]) => Object.entries(values).map(([name, value]) => {
    const now = owner === 'fusion' ? judges.fusion : judges.detectors.find(({ detector }) => detector.id === owner)?.settings;
    return `${owner}.${name} ${(now as Readonly<Record<string, number>> | undefined)?.[name] ?? '?'} → ${value}`;
  }));
}
