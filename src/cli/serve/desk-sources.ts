import type { SourcesView, SourceView, TroubleView } from '../../api/contract.ts';
import { sourceSaid } from '../../api/wording.ts';
import type { App } from '../../app.ts';
import { arrivalBook, type ArrivalDay, type ArrivalState } from '../../collect/arrivals.ts';
import type { PullState } from '../../collect/pull/book.ts';
import type { Instant } from '../../core/time.ts';
import type { Trouble } from '../../run/health/troubles.ts';
import { longSilent, sourcesSeen, type LongSilent, type SourceSeen } from '../../run/sources-seen.ts';
import { howToBegin } from '../configured/ways-in.ts';
import { pullsNow, troublesNow } from '../keep/doctor-lines.ts';

/** How each source is doing, as `doctor` finds it: all that sent something, that is fetched, or that is configured. */
export async function deskSources(app: Pick<App, 'store' | 'loaded'>, now: Instant): Promise<Pick<SourcesView, 'sources' | 'troubles'>> {
  const all = await sourcesSeen(app.store, now);
  const seen = new Map(all.map((source) => [source.name, source]));
  const silent = new Map((await longSilent(app.store, now, all)).map((source) => [source.name, source]));
  const arrived = new Map((await arrivalBook(app.store).states()).map((state) => [state.id, state]));
  const pulls = new Map((await pullsNow(app)).map((state) => [state.id, state]));
  const troubles = await troublesNow(app, now);
  const names = [...new Set([...seen.keys(), ...arrived.keys(), ...pulls.keys(), ...Object.keys(app.loaded.config.sources)])];
  const sources = names.map((name) => sourceView(app, name, seen.get(name), silent.get(name), arrived.get(name), pulls.get(name), troubles.filter(({ source }) => source === name)));
  return {
    sources: sources.toSorted((a, b) => urgency(b) - urgency(a) || (a.name < b.name ? -1 : 1)),
    // One of a source that nobody lists stands above, so that none is lost.
    troubles: troubles.filter(({ source }) => source === null || !names.includes(source)).map(troubleView),
  };
}

const URGENCY: Readonly<Record<SourceView['state'], number>> = { fresh: 0, none: 1, replaced: 1, late: 2, dark: 3 };
const urgency = ({ state, troubles }: SourceView): number => URGENCY[state] + (troubles.length > 0 ? 4 : 0);

function sourceView(app: Pick<App, 'loaded'>, name: string, seen: SourceSeen | undefined, silent: LongSilent | undefined, arrived: ArrivalState | undefined, pull: PullState | undefined, troubles: readonly Trouble[]): SourceView {
  return {
    name, state: seen?.state ?? 'none', lastEventAt: seen?.lastEventAt,
    said: seen ? sourceSaid(seen) : silent ? `${silent.said[0]!.toUpperCase()}${silent.said.slice(1)}.` : arrived ? unseenSaid(arrived, troubles) : `It is configured, and nothing has come in yet: ${howToBegin(app, name)}.`,
    pull: pull && { goodAt: pull.goodAt ?? undefined, triedAt: pull.triedAt ?? undefined, failing: pull.failed !== null },
    came: arrived && arrived.days.length > 0 ? cameView(arrived.days) : undefined,
    troubles: troubles.map(troubleView),
  };
}

/** Why a source of which records came stands without an event. */
function unseenSaid({ days }: ArrivalState, troubles: readonly Trouble[]): string {
  if (days.every(({ made }) => made === 0)) return 'None of its records could be used.';
  if (troubles.some(({ kind }) => kind === 'future')) return 'Its events tell of a time to come, and count from then on.';
  return 'What it brings is no event of its own name up to now: rows of tables, or events that stand under the name of their system.';
}

function cameView(days: readonly ArrivalDay[]): NonNullable<SourceView['came']> {
  const sum = (of: (day: ArrivalDay) => number): number => days.reduce((total, day) => total + of(day), 0);
  return { since: days[0]!.day, read: sum(({ read }) => read), used: sum(({ made }) => made), repeats: sum(({ repeats }) => repeats), leftOut: sum(({ leftOut }) => leftOut), rejected: sum(({ refused }) => refused) };
}

function troubleView({ what, since, cure }: Trouble): TroubleView {
  return { what, since: since ?? undefined, cure };
}
