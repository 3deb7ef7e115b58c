import { dayOf, realDay, type Day, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import type { Journal, Store } from '../store/store.ts';
import { isSimulated } from './company-note.ts';

/** What a company records before real people are watched. */
export interface Duties {
  /** Since when staff know of it. */
  readonly noticeGivenOn?: Day;
  /** What it is for, in a sentence that staff were told. */
  readonly purpose?: string;
  /** Who answers for it. */
  readonly owner?: string;
  /** SHA-256 of the notice as it was given. */
  readonly noticeTextSha?: string;
}

/** What was recorded, when and by whom; the newest counts. */
export interface DutiesEntry extends Duties { readonly at: Instant; readonly by: string }

function dutiesJournal(store: Pick<Store, 'journal'>): Journal<DutiesEntry> {
  return store.journal<DutiesEntry>('duties');
}

/** What stands: the configuration, and over it whatever was recorded in the store. */
export async function readDuties(store: Pick<Store, 'journal'>, configured: Duties): Promise<Duties> {
  let stands = configured;
  for await (const { entry: { at: _at, by: _by, ...duties } } of dutiesJournal(store).read()) stands = { ...stands, ...duties };
  return stands;
}

/** What lacks, in words; nothing where real people may be watched. A notice that is given later is not given yet. */
export function lacking({ noticeGivenOn, purpose, owner }: Duties, now: Instant): readonly string[] {
  return [
    ...(noticeGivenOn === undefined ? ['since when staff have been told'] : noticeGivenOn > dayOf(now) ? [`that staff have been told: the notice is for ${noticeGivenOn}, which has not come yet`] : []),
    ...(purpose?.trim() ? [] : ['what it is for']),
    ...(owner?.trim() ? [] : ['who answers for it']),
  ];
}

/** What lacks before this store may watch; nothing for a made-up company. */
export async function lackingFor(store: Pick<Store, 'journal' | 'shelf'>, configured: Duties, now: Instant): Promise<readonly string[]> {
  const lacks = lacking(await readDuties(store, configured), now);
  return lacks.length > 0 && await isSimulated(store) ? [] : lacks;
}

/** The command that records what lacks. */
export const RECORD_DUTIES = 'farmwatch duties record --notice-given-on DAY --purpose TEXT --owner NAME --by NAME';

/** @throws FarmwatchError `duties.missing` where something lacks */
export function askDuties(lacks: readonly string[]): void {
  if (lacks.length > 0) throw new FarmwatchError('duties.missing', { lacks: lacks.join('; '), how: RECORD_DUTIES });
}

/** Keeps what a company records. @throws FarmwatchError `request.invalid` */
export async function recordDuties(store: Pick<Store, 'journal'>, wish: Duties, by: string, at: Instant): Promise<void> {
  const text = (value: string | undefined): string | undefined => (value?.trim() ? value.trim() : undefined);
  const [purpose, owner] = [text(wish.purpose), text(wish.owner)];
  const invalid = (why: string): FarmwatchError => new FarmwatchError('request.invalid', { why });
  if (wish.noticeGivenOn !== undefined && !realDay(wish.noticeGivenOn)) throw invalid('The day of the notice is a day such as 2026-11-02.');
  if (wish.noticeTextSha !== undefined && !/^[0-9a-f]{64}$/.test(wish.noticeTextSha)) throw invalid('The SHA-256 of the notice is 64 hexadecimal digits, as sha256sum prints them.');
  if ((purpose?.length ?? 0) > 1_000 || (owner?.length ?? 0) > 200) throw invalid('A purpose has 1,000 letters at most, and whoever answers for it 200.');
  const given: Duties = { ...(wish.noticeGivenOn === undefined ? {} : { noticeGivenOn: wish.noticeGivenOn }), ...(purpose === undefined ? {} : { purpose }), ...(owner === undefined ? {} : { owner }), ...(wish.noticeTextSha === undefined ? {} : { noticeTextSha: wish.noticeTextSha }) };
  if (Object.keys(given).length === 0) throw invalid('Nothing was given to record: say since when staff know, what it is for, or who answers for it.');
  await dutiesJournal(store).append({ at, by, ...given });
}
