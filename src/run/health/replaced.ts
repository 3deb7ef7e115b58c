import { leastOf } from '../../core/extremes.ts';
import { IDENTITY } from '../../core/identity.ts';
import { serialFinder } from '../../core/spelling.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { directoryAt, readHistory } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import { aboutWhom } from './about-whom.ts';

/** A source that brings what another one brought, which kinds of it, and since when. */
export interface Successor { readonly name: string; readonly kinds: readonly string[]; readonly since: Instant }

/** A source that stopped, with the instant of its last event. */
export interface Stopped { readonly name: string; readonly lastAt: Instant }

/** Both products run beside each other for so long while people are moved over. */
const BESIDE = 14 * DAY;
/** Whom a source had heard of for less than this tells nothing of which of two came later. */
const KNOWN_FOR = 3 * DAY;
/** Of the people a source heard of at the end, so many are heard of by the other; the rest left, are away, or connect seldom. */
const MOVED_SHARE = 0.75;
const FEWEST_PEOPLE = 3;
const LOOK_BACK = 60 * DAY;
const UNNAMED = 'unnamed';

/**
 * Who took the place of a source that stopped: of each kind of row that it brought at the end, another source brings rows
 * about the same people since then, and brought none about them while this one was at work.
 *
 * Two sources that brought the same kind beside each other are no successors: when one of them stops, what it showed is lost.
 *
 * @param brought when each source brought each kind last, of any days
 * @returns in order of name; empty where a kind is brought by nobody any more, or for fewer than three of four people
 */
export async function successorsOf(store: Store, { name, lastAt }: Stopped, brought: readonly { readonly source: string; readonly kind: string; readonly last: Instant }[], asOf: Instant): Promise<readonly Successor[]> {
  const kinds = [...new Set(brought.filter(({ source, last }) => source === name && last >= lastAt - BESIDE).map(({ kind }) => kind))];
  // Most sources that stop are replaced by nobody: that is seen without looking at people.
  if (!kinds.every((kind) => brought.some((other) => other.source !== name && other.kind === kind && other.last > lastAt))) return [];
  const heard = await heardOf(store, kinds, { from: lastAt - LOOK_BACK, to: asOf + 1, asOf });
  const found = kinds.map((kind) => successorIn(heard.filter((one) => one.kind === kind), { name, lastAt }));
  const named = found.flatMap((one, index) => (one ? [{ ...one, kind: kinds[index]! }] : []));
  if (named.length < kinds.length) return [];
  return [...Map.groupBy(named, (one) => one.source)].map(([source, ofOne]) => ({ name: source, kinds: ofOne.map(({ kind }) => kind).sort(), since: Math.min(...ofOne.map(({ since }) => since)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One person, or an account or machine of nobody who is known, in rows of one source and kind. */
interface HeardOf { readonly source: string; readonly kind: string; readonly whom: string; readonly first: Instant; readonly last: Instant }

async function heardOf(store: Store, kinds: readonly string[], period: { readonly from: Instant; readonly to: Instant; readonly asOf: Instant }): Promise<readonly HeardOf[]> {
  const rows = await store.events.tally(
    { where: { 'event.action': kinds }, by: ['event.module', 'event.action', ...IDENTITY], measure: { first: { min: '@timestamp' }, last: { max: '@timestamp' } } },
    period,
  );
  const directory = directoryAt(await readHistory(store), period.asOf);
  const serialOf = serialFinder(rows);
  const heard = new Map<string, HeardOf>();
  for (const { first, last, ...row } of rows) {
    const hires = aboutWhom(row, directory, serialOf, period.asOf);
    const named = row['user.email'] ?? row['user.id'] ?? row['user.name'] ?? serialOf(row) ?? row['host.id'] ?? row['host.name'];
    for (const whom of hires.size > 0 ? [...hires].map((hire) => `hire ${hire}`) : named === undefined ? [] : [named.toLowerCase()]) {
      const one = { source: row['event.module'] ?? UNNAMED, kind: row['event.action'] ?? '', whom };
      const key = `${one.source}\0${one.kind}\0${whom}`;
      const before = heard.get(key);
      heard.set(key, { ...one, first: Math.min(first!, before?.first ?? Infinity), last: Math.max(last!, before?.last ?? -Infinity) });
    }
  }
  return [...heard.values()];
}

/** The source to which most people of a stopped one moved, of rows of one kind. */
function successorIn(heard: readonly HeardOf[], { name, lastAt }: Stopped): { readonly source: string; readonly since: Instant } | undefined {
  const bySource = Map.groupBy(heard, ({ source }) => source);
  const own = (bySource.get(name) ?? []).filter(({ first, last }) => last >= lastAt - BESIDE && last - first >= KNOWN_FOR);
  bySource.delete(name);
  if (own.length < FEWEST_PEOPLE) return undefined;
  const all = [...bySource].map(([source, others]) => {
    const other = new Map(others.map((one) => [one.whom, one]));
    const moved = own.flatMap(({ whom, first }) => {
      const there = other.get(whom);
      return there && there.last > lastAt && there.first > Math.max(lastAt - BESIDE, first + KNOWN_FOR) ? [there.first] : [];
    });
    return { source, moved };
  }).sort((a, b) => b.moved.length - a.moved.length || (a.source < b.source ? -1 : 1));
  const [most] = all;
  return most && most.moved.length >= MOVED_SHARE * own.length ? { source: most.source, since: leastOf(most.moved) } : undefined;
}
